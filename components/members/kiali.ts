import type { KialiPlan } from "../../stacks/observability/kiali/plan";
import { Kiali } from "../observability/kiali";
import { KialiAccount } from "../observability/kiali-account";
import type { Member } from "./member";

/**
 * The mesh's Kiali, and what opens the other clusters to it.
 * @param timeoutSeconds how long its rollout may take
 * @param memberOf a cluster
 */
export function addKiali(
  plan: KialiPlan,
  timeoutSeconds: number,
  memberOf: (cluster: string) => Member,
): void {
  const watched = plan.watches.map((watch) => {
    const { cluster } = memberOf(watch.cluster);
    const account = new KialiAccount(
      `${watch.cluster}-kiali-account`,
      { cluster },
      { parent: cluster },
    );
    return { watch, account };
  });
  const { cluster } = memberOf(plan.cluster);
  const args = { plan, cluster, watched, timeoutSeconds };
  new Kiali(`${plan.cluster}-kiali`, args, { parent: cluster });
}
