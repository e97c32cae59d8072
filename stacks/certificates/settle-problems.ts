import type { ConfigProblem } from "../config-error";
import type { KnownRoots, RotationState } from "./known-roots";
import type { Standing } from "./standing";

/**
 * Whether it is too early for what the plan does first to the clusters. To trust a root more, and to sign again by the old
 * one, needs no wait.
 */
export function settleProblems(
  standings: readonly Standing[],
  known: KnownRoots,
  { plan, now }: RotationState,
  path: string,
): ConfigProblem[] {
  const isSignedByIt = ({ signer }: Standing) => signer?.fingerprint === known.signer.fingerprint;
  const wouldLose = ({ trusts }: Standing) =>
    trusts.some((roots) =>
      roots.some((one) => !known.isTrusted(one) && !known.isAbandoned(one, plan.abandon)),
    );
  const signing = standings.filter(({ signer }) => signer !== undefined);
  const isDone = (one: Standing) => isSignedByIt(one) && !wouldLose(one);
  const changesSigner = plan.phase === "signNew" && !signing.every(isSignedByIt);
  // Once a cluster has entered the phase, the others follow without delay.
  if (signing.some(isDone) || !(changesSigner || standings.some(wouldLose))) {
    return [];
  }
  const restless = standings.flatMap(({ cluster, changed }) => {
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
      path: plan.phase === undefined ? `${path}.rotation` : `${path}.rotation.phase`,
      message: `too early for ${plan.phase ?? "the end of the rotation"}: certificates of ${clusters} changed less than ${plan.settleHours} h ago, and workloads may not have renewed theirs; wait until ${until.toISOString()}, or restart the workloads and set certificates.settleHours to 0`,
    },
  ];
}
