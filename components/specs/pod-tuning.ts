import type { WorkloadTuning } from "../../stacks/workload-schema";

/**
 * The fields of a pod's spec that say where it runs.
 * @param pods labels by which its workload knows its pods, for constraints that do not say which pods to count
 */
export function buildPlacement(
  { nodeSelector, tolerations, topologySpreadConstraints }: WorkloadTuning,
  pods: Readonly<Record<string, string>>,
) {
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(topologySpreadConstraints === undefined
      ? {}
      : {
          topologySpreadConstraints: topologySpreadConstraints.map((one) => ({
            ...one,
            labelSelector: one.labelSelector ?? { matchLabels: { ...pods } },
          })),
        }),
  };
}
