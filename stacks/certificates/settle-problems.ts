import type { ConfigProblem } from "../config-error";
import type { KnownRoots, RotationState } from "./known-roots";
import type { Standing } from "./standing";

/** Whether it is too early for what the plan does first to the clusters. */
export function settleProblems(
  standings: readonly Standing[],
  known: KnownRoots,
  { plan, now }: RotationState,
  path: string,
): ConfigProblem[] {
  const isDone = ({ signer, trusts }: Standing) =>
    signer?.fingerprint === known.signer.fingerprint &&
    trusts.every((roots) => roots.every((one) => known.isTrusted(one)));
  const signing = standings.filter(({ changed }) => changed !== undefined);
  // Once a cluster has entered the phase, the others follow without delay.
  if (plan.phase === undefined || signing.some(isDone)) {
    return [];
  }
  const restless = signing.flatMap(({ cluster, changed }) => {
    const settled = new Date((changed?.getTime() ?? 0) + plan.settleHours * 3_600_000);
    return settled > now ? [{ cluster, settled }] : [];
  });
  if (restless.length === 0) {
    return [];
  }
  const until = new Date(Math.max(...restless.map(({ settled }) => settled.getTime())));
  const clusters = restless.map(({ cluster }) => cluster).join(", ");
  return [
    {
      path: `${path}.rotation.phase`,
      message: `too early for ${plan.phase}: certificates of ${clusters} changed less than ${plan.settleHours} h ago, and workloads may not have renewed theirs; wait until ${until.toISOString()}, or restart the workloads and set rotation.settleHours to 0`,
    },
  ];
}
