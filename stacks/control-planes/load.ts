import type { ClusterPlan } from "../cluster-plan";
import { allOf, type AskedCluster, type LiveFindings, unread } from "../live-findings";
import { planMesh } from "../mesh-plan";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import { kubernetesWarnings, readKubernetesMinor } from "./kubernetes";
import type { LiveIstiod } from "./live";
import { chartsProblems, liveProblems, unaskedProblems } from "./live-problems";
import { leavingOf } from "./proxy-problems";
import { readLiveControlPlanes } from "./read-live";

/**
 * Asks each cluster that answers whether its control planes can become what the config says.
 * @param isPreview whether somebody only looks, who may be allowed less than who changes something
 */
export async function checkControlPlanes(
  config: StackConfig,
  reached: readonly AskedCluster[],
  isPreview: boolean,
  prefix: string,
): Promise<LiveFindings> {
  const { mesh, primaries, remotes } = planMesh(config);
  const istiodsOf = new Map<string, readonly LiveIstiod[]>();
  const leaving = new Map<string, readonly string[]>();
  const check = async (plan: ClusterPlan): Promise<LiveFindings> => {
    const asked = reached.find((one) => one.name === plan.name);
    if (asked === undefined) {
      return { problems: [], warnings: [] };
    }
    const { name, path } = asked;
    const { role, controlPlanes } = plan;
    try {
      const access = await signIn(asked.access);
      const ofPrimary = plan.role === "remote" ? istiodsOf.get(plan.primary) : undefined;
      const [live, kubernetes] = await Promise.all([
        readLiveControlPlanes(name, access, role, controlPlanes, ofPrimary),
        readKubernetesMinor(access),
      ]);
      istiodsOf.set(name, live.istiods);
      leaving.set(name, leavingOf(controlPlanes, live.serving));
      return {
        problems: [
          ...liveProblems(plan, live, mesh.installer, prefix),
          ...(mesh.installer === "helm" ? chartsProblems(plan, live, path) : []),
        ],
        warnings: kubernetesWarnings(controlPlanes, name, kubernetes, prefix),
      };
    } catch (error) {
      return unread({ path, isPreview, untold: "control planes may change" }, error as Error);
    }
  };
  // What runs on its primary decides what is asked of a remote.
  const ofPrimaries = await Promise.all(primaries.map(check));
  const found = [...ofPrimaries, ...(await Promise.all(remotes.map(check)))];
  const away = [...primaries, ...remotes].filter((one) => one.maintenance).map((one) => one.name);
  return allOf([...found, { problems: unaskedProblems(leaving, away, prefix), warnings: [] }]);
}
