import { z } from "zod";
import { dnsLabel } from "../dns-label";

/** Namespaces of Kubernetes and of Istio itself, in whose pods a proxy would only be in the way. */
const reserved = /^(kube-.*|istio-system|istio-operator)$/;

export const namespaceSchema = z.strictObject({
  name: dnsLabel
    .refine((name) => !reserved.test(name), "expected a namespace of your own")
    .describe("A namespace that is there already."),
  injection: dnsLabel
    .default("enabled")
    .describe(
      "Whose proxy new pods get: `enabled` for that of the tag default, `disabled` for none, or a revision or a tag.",
    ),
  clusters: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Clusters on which it is so. Default: all."),
});

export type NamespaceConfig = z.infer<typeof namespaceSchema>;
