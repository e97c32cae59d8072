import type { ConfigProblem } from "./config-error";
import type { WorkloadTuning } from "./workload-schema";

/**
 * What is wrong with how a workload is tuned, as far as the fields that are given tell.
 * @param path of the object that has the fields, such as `istio-mesh:eastWestGateway`
 */
export function workloadProblems(path: string, tuning: WorkloadTuning): ConfigProblem[] {
  const { minReplicas, maxReplicas, resources } = tuning;
  if (minReplicas === undefined || maxReplicas === undefined) {
    return [];
  }
  if (minReplicas > maxReplicas) {
    const message = `${minReplicas} is more than maxReplicas, which is ${maxReplicas}`;
    return [{ path: `${path}.minReplicas`, message }];
  }
  // Without a request the limit counts as one.
  const isMeasured = resources === undefined || resources.requests?.cpu || resources.limits?.cpu;
  return isMeasured || minReplicas === maxReplicas
    ? []
    : [
        {
          path: `${path}.resources.requests.cpu`,
          message: `missing, by it the autoscaler measures how busy pods are; give it, or maxReplicas: ${minReplicas}`,
        },
      ];
}
