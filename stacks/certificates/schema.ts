import { z } from "zod";
import { dnsLabel } from "../dns-label";

/** A key that is pasted here would stand in the error that says that there is no such file. */
const reference = z.string().regex(/^(?!.*-----)[^\n]{1,120}$/);

/** Where a PEM is. */
const pemSource = z.union(
  [
    z.strictObject({ path: reference.describe("File, relative to the project.") }),
    z.strictObject({
      secret: reference.describe("Secret config key of this project that holds the PEM."),
    }),
  ],
  "expected { path } or { secret }, each a name of at most 120 characters",
);

const algorithm = z.enum(["ECDSA", "RSA"]).default("ECDSA").describe("P-256, or 4096 bits.");
const validityDays = z.int().min(1).max(36500);
const attribute = z.string().min(1).max(64);

/** How the stack makes a root. */
export const recipeSchema = z.strictObject({
  algorithm,
  validityDays: validityDays.default(3650).describe("Lifetime."),
  subject: z
    .strictObject({
      organization: attribute.default("Istio").describe("O, the organization."),
      organizationalUnit: attribute.optional().describe("OU, its part. Default: the mesh's ID."),
      commonName: attribute.default("Root CA").describe("CN, its name."),
      country: z.string().length(2).optional().describe("C, two letters as in ISO 3166."),
    })
    .prefault({})
    .describe("Whose root it says it is."),
});

const rootSchema = z
  .strictObject({
    name: dnsLabel
      .default("root")
      .describe(
        "What the stack calls the root. A generated one is made once for its name: another name is another root.",
      ),
    generate: recipeSchema
      .optional()
      .describe("How the stack makes the root. Default: this, with its own defaults."),
    upload: z
      .strictObject({
        cert: pemSource.describe("The root's certificate, root-cert.pem."),
        key: pemSource
          .optional()
          .describe(
            "Its key, root-key.pem. Default: it stays offline, and every primary is given an intermediate.",
          ),
      })
      .optional()
      .describe("A root that was made elsewhere."),
  })
  .refine((root) => root.generate === undefined || root.upload === undefined, {
    error: "expected generate or upload, not both",
  });

const generation = z
  .int()
  .min(1)
  .default(1)
  .describe("A higher number makes a new key and certificate, which istiod takes up as it runs.");

/** A primary's own signing certificate. */
export const intermediateSchema = z
  .strictObject({
    generation,
    upload: z
      .strictObject({
        cert: pemSource.describe("The intermediate's certificate, ca-cert.pem."),
        key: pemSource.describe("Its key, ca-key.pem."),
        chain: pemSource
          .optional()
          .describe(
            "The certificates between it and the root, in any order. Default: the root signs it.",
          ),
      })
      .optional()
      .describe("One that was made elsewhere. Default: the stack makes it."),
  })
  .refine((one) => one.upload === undefined || one.generation === 1, {
    path: ["generation"],
    error: "expected none beside upload, whose files say what is new",
  });

/** https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ and the phases of a root's rotation. */
export const phases = ["trustBoth", "signNew", "dropOld"] as const;

export const certificatesSchema = z.strictObject({
  issuer: z
    .enum(["mesh", "external"])
    .default("mesh")
    .describe(
      "Who writes `cacerts`: the stack, or somebody else, such as cert-manager; then the stack waits until it is there and complete.",
    ),
  root: rootSchema.prefault({}).describe("The root in force, which all clusters trust."),
  intermediates: z
    .strictObject({
      algorithm,
      validityDays: validityDays
        .default(730)
        .describe("Lifetime; an intermediate must not outlive its root."),
      generation,
    })
    .prefault({})
    .describe("The signing certificates that the stack makes, one for each primary."),
  rotation: z
    .strictObject({
      to: rootSchema.describe("The root that is to come."),
      phase: z
        .enum(phases)
        .describe(
          "`trustBoth`: all trust both, the old one signs. `signNew`: the new one signs. `dropOld`: all trust the new one alone. One `up` each, in this order; then `root` becomes what `to` is.",
        ),
    })
    .optional()
    .describe("The change to another root, while it goes on."),
  settleHours: z
    .number()
    .min(0)
    .max(8760)
    .default(24)
    .describe(
      "How long all clusters have to be at rest before another root signs or one goes: workloads renew their certificate within this time. Set 0 once all of them have restarted.",
    ),
  abandon: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Roots, by name or SHA-256 fingerprint, that may go although clusters use them: workloads lose each other until they have restarted.",
    ),
  renewBeforeDays: z
    .int()
    .min(0)
    .max(3650)
    .default(30)
    .describe("A preview warns of certificates that have fewer days left."),
  protect: z
    .boolean()
    .default(true)
    .describe(
      "Refuse to delete a root that is in use. The mesh cannot get its identities back without it.",
    ),
});

export type CertificatesConfig = z.infer<typeof certificatesSchema>;
export type RootConfig = CertificatesConfig["root"];
export type PemSource = z.infer<typeof pemSource>;
export type Phase = (typeof phases)[number];
export type RootRecipeConfig = z.infer<typeof recipeSchema>;

/** How the stack makes a root; undefined if it is uploaded. */
export function recipeOf({ generate, upload }: RootConfig): RootRecipeConfig | undefined {
  return upload === undefined ? (generate ?? recipeSchema.parse({})) : undefined;
}
