import { z } from "zod";

const name = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const anyLabel = "[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?";

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelKey = z
  .string()
  .regex(
    new RegExp(`^((?=[^/]{1,253}/)${label}(\\.${label})*/)?${name}$`),
    "expected a label's key, such as role or example.org/role (a name of at most 63 of A-Z, a-z, 0-9, -, _ and ., and before it a domain and / if you like)",
  );

/**
 * As that of a label, but with letters of either case before the /. Pulumi's own change what becomes of the object.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
 */
const annotationKey = z
  .string()
  .regex(
    new RegExp(`^((?=[^/]{1,253}/)${anyLabel}(\\.${anyLabel})*/)?${name}$`),
    "expected an annotation's key, such as example.org/internal (a name of at most 63 of A-Z, a-z, 0-9, -, _ and ., and before it a domain and / if you like)",
  )
  .regex(
    /^(?!pulumi\.com\/)/,
    "those of pulumi.com/ tell Pulumi how to treat the object and are the stack's own; take it out",
  );

export const annotations = z.record(annotationKey, z.string());

export const labelValue = z
  .string()
  .regex(
    new RegExp(`^(${name})?$`),
    "expected a label's value (at most 63 of A-Z, a-z, 0-9, -, _ and ., with a letter or digit at the ends)",
  );

export const labels = z.record(labelKey, labelValue);

/** Which pods are meant, as Kubernetes has it. */
export const labelSelector = z.strictObject({
  matchLabels: labels.optional().describe("Labels that a pod has to have."),
  matchExpressions: z
    .array(
      z.strictObject({
        key: labelKey.describe("The label's key."),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]).describe("What holds of it."),
        values: z.array(labelValue).optional().describe("Its values, for In and NotIn."),
      }),
    )
    .optional()
    .describe("What else has to hold of its labels."),
});
