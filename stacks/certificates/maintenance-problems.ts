import type { ConfigProblem } from "../config-error";
import { inMaintenance } from "../maintenance";
import type { CheckedCluster } from "../topology-problems";
import { KnownRoots, type RotationState } from "./known-roots";
import { type Standing, standingOf } from "./standing";

/**
 * Why roots may not become those of the plan while nothing is asked of some clusters. The rule of rotation would let some
 * roots come and go by what the others have; here they have to be as planned already, for a cluster that is not asked may
 * be a phase behind. Without a cluster that has a root there is nothing to tell it by.
 * @param state of the clusters that are asked
 * @param isWhole whether each of those has told what it has
 */
export function maintenanceTrustProblems(
  clusters: readonly CheckedCluster[],
  state: RotationState,
  isWhole: boolean,
): ConfigProblem[] {
  const away = inMaintenance(clusters);
  // Where somebody else issues there are no roots to plan, and every primary is asked.
  if (away.length === 0 || state.plan.issuer === "external") {
    return [];
  }
  const known = new KnownRoots(state);
  const standings = state.live.flatMap(standingOf);
  const reason =
    standings.length === 0 && isWhole
      ? `no cluster that is asked has the root of the mesh, by which it could be told whether it stays the same`
      : whyOther(standings, known);
  return reason === undefined
    ? []
    : away.map(({ path, cluster: { name } }) => ({
        path: `${path}.maintenance`,
        message: `true, and ${reason}; wait until "${name}" is back, and take maintenance out`,
      }));
}

/** The clusters whose roots would change, and from what to what. */
function whyOther(standings: readonly Standing[], known: KnownRoots): string | undefined {
  const planned = fingerprints(known.trusted);
  // One root is planned, for there is no rotation; it signs on all that trust it alone, or the rule of rotation has said so.
  const others = standings.flatMap(({ cluster, trusts }) => {
    const roots = trusts.find((one) => fingerprints(one) !== planned);
    return roots === undefined ? [] : [{ cluster, roots }];
  });
  const [first] = others;
  if (first === undefined) {
    return undefined;
  }
  const names = others.map(({ cluster }) => cluster).join(", ");
  const has = first.roots.map((one) => known.title(one)).join(", ");
  const next = known.trusted.map(({ title }) => title).join(", ");
  return `roots would change: ${names} trusts ${has}, the config says ${next}, and a cluster that is not asked may be behind; leave certificates as they were`;
}

function fingerprints(roots: readonly { readonly fingerprint: string }[]): string {
  return roots.map((one) => one.fingerprint).join();
}
