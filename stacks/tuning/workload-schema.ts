import { z } from "zod";

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const quantityExpected = "expected a quantity such as 500m, 2 or 1Gi";
const quantity = z.union(
  [
    z.number().nonnegative(quantityExpected),
    z.string().regex(/^\d+(\.\d+)?(m|k|Ki|[MGTPE]i?)?$/, quantityExpected),
  ],
  quantityExpected,
);

const quantities = z.strictObject({
  cpu: quantity.optional().describe("Of a core: 500m is a half."),
  memory: quantity.optional().describe("In bytes: 512Mi."),
});

export const resourcesSchema = z.strictObject({
  requests: quantities.optional().describe("What a pod is given for sure."),
  limits: quantities.optional().describe("What it may not exceed."),
});

/** Where pods may run: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling */
export const placementSchema = z.strictObject({
  nodeSelector: z
    .record(z.string(), z.string())
    .optional()
    .describe("Labels that a node must have."),
  tolerations: z
    .array(
      z.strictObject({
        key: z.string().optional().describe("The taint's key. Default: any."),
        operator: z.enum(["Exists", "Equal"]).optional().describe("Default: Equal."),
        value: z.string().optional().describe("The taint's value, with Equal."),
        effect: z
          .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
          .optional()
          .describe("The taint's effect. Default: any."),
        tolerationSeconds: z
          .int()
          .optional()
          .describe("How long a pod stays, with NoExecute. Default: for ever."),
      }),
    )
    .optional()
    .describe("Taints of nodes that do not keep the pods away."),
  topologySpreadConstraints: z
    .array(
      z.looseObject({
        maxSkew: z.int().min(1).describe("How many pods more one zone may have than another."),
        topologyKey: z.string().min(1).describe("Label of nodes that makes a zone of them."),
        whenUnsatisfiable: z
          .enum(["DoNotSchedule", "ScheduleAnyway"])
          .describe("What becomes of a pod that fits nowhere."),
        labelSelector: z
          .record(z.string(), z.unknown())
          .optional()
          .describe("The pods that are counted. Of istiod: { matchLabels: { app: istiod } }."),
      }),
    )
    .optional()
    .describe("How evenly pods are spread, such as over zones, as Kubernetes has it."),
});
