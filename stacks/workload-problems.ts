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

/**
 * What a workload's tuning does that is legal, though hardly meant: a budget that its least number of pods can never meet.
 * Kubernetes rounds percentages up: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function workloadWarnings(path: string, tuning: WorkloadTuning): ConfigProblem[] {
  const { disruptionBudget: budget, minReplicas = 1 } = tuning;
  if (budget === undefined || budget === false) {
    return [];
  }
  const wait = "a drain of their node would wait for ever";
  const pods = (count: number | string) =>
    typeof count === "number" ? count : Math.ceil((parseInt(count, 10) * minReplicas) / 100);
  if ("maxUnavailable" in budget) {
    return pods(budget.maxUnavailable) > 0
      ? []
      : [
          {
            path: `${path}.disruptionBudget.maxUnavailable`,
            message: `no pod may be away: ${wait}; give 1, or disruptionBudget: false`,
          },
        ];
  }
  const { minAvailable } = budget;
  return pods(minAvailable) < minReplicas
    ? []
    : [
        {
          path: `${path}.disruptionBudget.minAvailable`,
          message: `${minAvailable} of ${minReplicas} pods at least: ${wait}; give maxUnavailable: 1, or minReplicas of more`,
        },
      ];
}
