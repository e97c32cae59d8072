import { z } from "zod";

/** Where a secret is: never in the config's objects, whose content shows in previews. */
export const secretSource = z.strictObject({
  secret: z
    .string()
    // It may become a key of a Secret's data: https://kubernetes.io/docs/concepts/configuration/secret/
    .regex(/^[-._A-Za-z0-9]{1,253}$/, "expected a key of A-Z, a-z, 0-9, -, _ and .")
    .describe("Key of the stack's config that holds it."),
});
