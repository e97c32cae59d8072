import type { WorkloadTuning } from "../../stacks/workload-schema";

/**
 * The fields of a pod's spec that say where it runs.
 * @param pods labels by which its workload knows its pods, for constraints that do not say which pods to count
 */
export function buildPlacement(
  { nodeSelector, tolerations, topologySpread }: WorkloadTuning,
  pods: Readonly<Record<string, string>>,
) {
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(topologySpread === undefined
      ? {}
      : {
          topologySpreadConstraints: topologySpread.map((one) => ({
            ...one,
            labelSelector: one.labelSelector ?? { matchLabels: { ...pods } },
          })),
        }),
  };
}
