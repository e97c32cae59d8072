import { z } from "zod";
import { labelKey, labels, labelSelector, labelValue } from "./labels";
import { cpuQuantity, memoryBytes, memoryQuantity, milliCpus } from "./quantity";

const amounts = z.strictObject({
  cpu: cpuQuantity.optional().describe("CPUs, such as 500m or 2."),
  memory: memoryQuantity.optional().describe("Bytes, such as 512Mi or 2Gi."),
});

const resources = z
  .strictObject({
    requests: amounts.optional().describe("What a node has to have free."),
    limits: amounts.optional().describe("What a container gets at most."),
  })
  .superRefine(({ requests, limits }, context) => {
    const exceeds = (name: "cpu" | "memory", limit: string | undefined, isMore: boolean) => {
      if (limit !== undefined && isMore) {
        const message = `expected no more than limits.${name}, which is ${limit}`;
        context.addIssue({ code: "custom", path: ["requests", name], message });
      }
    };
    const [cpu, mostCpu] = [requests?.cpu, limits?.cpu];
    exceeds("cpu", mostCpu, milliCpus(cpu ?? "0") > milliCpus(mostCpu ?? "0"));
    const [memory, mostMemory] = [requests?.memory, limits?.memory];
    exceeds("memory", mostMemory, memoryBytes(memory ?? "0") > memoryBytes(mostMemory ?? "0"));
  });

/** Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling */
const toleration = z
  .strictObject({
    key: labelKey.optional().describe("The taint's key. Default: any."),
    operator: z
      .enum(["Equal", "Exists"])
      .optional()
      .describe("Whether the taint's value counts. Default: Equal."),
    value: labelValue.optional().describe("The taint's value, for Equal."),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .optional()
      .describe("The taint's effect. Default: any."),
    tolerationSeconds: z
      .int()
      .optional()
      .describe("How long a pod stays, for NoExecute. Default: for good."),
  })
  .refine((one) => one.key !== undefined || one.operator === "Exists", {
    error: "expected a key, or operator: Exists for all taints",
  })
  .refine((one) => one.operator !== "Exists" || !one.value, {
    error: "expected no value with operator: Exists",
  })
  .refine((one) => one.tolerationSeconds === undefined || one.effect === "NoExecute", {
    error: "expected effect: NoExecute with tolerationSeconds",
  });

/** Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
const spreadConstraint = z
  .strictObject({
    maxSkew: z.int().min(1).describe("By how many pods places may differ."),
    topologyKey: labelKey.describe(
      "Label of nodes that says which place they are in, such as topology.kubernetes.io/zone.",
    ),
    whenUnsatisfiable: z
      .enum(["DoNotSchedule", "ScheduleAnyway"])
      .describe("What becomes of a pod that would differ by more."),
    labelSelector: labelSelector
      .optional()
      .describe("Which pods are counted. Default: the workload's own."),
    matchLabelKeys: z
      .array(labelKey)
      .optional()
      .describe(
        "Labels whose values also have to be the pod's, such as pod-template-hash, which counts each rollout by itself.",
      ),
    minDomains: z
      .int()
      .min(1)
      .optional()
      .describe("How many places there have to be, for DoNotSchedule. Default: 1."),
    nodeAffinityPolicy: z
      .enum(["Honor", "Ignore"])
      .optional()
      .describe("Whether nodes that the pod may not go to count. Default: Honor, they do not."),
    nodeTaintsPolicy: z
      .enum(["Honor", "Ignore"])
      .optional()
      .describe("Whether nodes' taints count. Default: Ignore, they do not."),
  })
  .refine((one) => one.minDomains === undefined || one.whenUnsatisfiable === "DoNotSchedule", {
    error: "expected whenUnsatisfiable: DoNotSchedule with minDomains",
  });

const podCount = z.union([
  z.int().min(0),
  z.string().regex(/^(\d|[1-9]\d|100)%$/, "expected a percentage such as 50%"),
]);

const disruptionBudget = z.union(
  [
    z.literal(false),
    z.strictObject({
      maxUnavailable: podCount.describe("Pods that may be away, a number or a percentage."),
    }),
    z.strictObject({
      minAvailable: podCount.describe("Pods that have to stay, a number or a percentage."),
    }),
  ],
  "expected { maxUnavailable } or { minAvailable }, a number of pods or a percentage such as 50%, or false",
);

/** How a workload is tuned: what of it has a default, its own schema says, by `.default()`. */
export const workloadSchema = z
  .strictObject({
    minReplicas: z.int().min(1).describe("Least number of pods."),
    maxReplicas: z.int().min(1).describe("Largest number of pods."),
    targetCpuUtilization: z
      .int()
      .min(1)
      .max(1000)
      .describe("Percent of the requested CPU that pods use on average before there are more."),
    resources: resources.describe(
      "What each pod asks for and gets at most; what is given stands for the default as a whole.",
    ),
    nodeSelector: labels.describe("Labels that a node has to have."),
    tolerations: z.array(toleration).describe("Taints of nodes that do not matter."),
    topologySpreadConstraints: z
      .array(spreadConstraint)
      .refine(isEachOfItsOwn, "expected each topologyKey and whenUnsatisfiable together once")
      .describe("How evenly pods spread over zones or nodes, as Kubernetes has it."),
    disruptionBudget: disruptionBudget.describe(
      "How many pods may be evicted at a time, as when a node is drained; false for any number.",
    ),
  })
  .partial();

export type WorkloadTuning = z.infer<typeof workloadSchema>;
export type SpreadConstraint = z.infer<typeof spreadConstraint>;

function isEachOfItsOwn(
  constraints: readonly { topologyKey: string; whenUnsatisfiable: string }[],
): boolean {
  const pairs = constraints.map((one) => `${one.topologyKey} ${one.whenUnsatisfiable}`);
  return new Set(pairs).size === pairs.length;
}
