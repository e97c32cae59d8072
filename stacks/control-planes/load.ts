import type { ClusterPlan } from "../cluster-plan";
import type { ConfigProblem } from "../config-error";
import type { ClusterAccess } from "../kubeconfig";
import { planMesh } from "../mesh-plan";
import { NotAllowed } from "../read-object";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import { kubernetesWarnings, readKubernetesMinor } from "./kubernetes";
import type { LiveIstiod } from "./live";
import { chartsProblems, leavingOf, liveProblems, unaskedProblems } from "./live-problems";
import { readLiveControlPlanes } from "./read-live";

/** A cluster that answers. */
export interface AskedCluster {
  readonly name: string;
  /** Where in the config it stands. */
  readonly path: string;
  readonly access: ClusterAccess;
}

/** What asking the clusters for their control planes has brought. */
export interface ControlPlaneFindings {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/**
 * Asks each cluster that answers whether its control planes can become what the config says.
 * @param isPreview whether somebody only looks, who may be allowed less than who changes something
 */
export async function checkControlPlanes(
  config: StackConfig,
  reached: readonly AskedCluster[],
  isPreview: boolean,
  prefix: string,
): Promise<ControlPlaneFindings> {
  const { mesh, primaries, remotes } = planMesh(config);
  const istiodsOf = new Map<string, readonly LiveIstiod[]>();
  const leaving = new Map<string, readonly string[]>();
  const check = async (plan: ClusterPlan): Promise<ControlPlaneFindings> => {
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
      leaving.set(name, leavingOf(plan, live));
      return {
        problems: [
          ...liveProblems(plan, live, mesh.installer, prefix),
          ...(mesh.installer === "helm" ? chartsProblems(plan, live, path) : []),
        ],
        warnings: kubernetesWarnings(controlPlanes, name, kubernetes, prefix),
      };
    } catch (error) {
      return unread(error as Error, path, isPreview);
    }
  };
  // What runs on its primary decides what is asked of a remote.
  const ofPrimaries = await Promise.all(primaries.map(check));
  const found = [...ofPrimaries, ...(await Promise.all(remotes.map(check)))];
  const away = [...primaries, ...remotes].filter((one) => one.maintenance).map((one) => one.name);
  return {
    problems: [...found.flatMap((one) => one.problems), ...unaskedProblems(leaving, away, prefix)],
    warnings: found.flatMap((one) => one.warnings),
  };
}

function unread(error: Error, path: string, isPreview: boolean): ControlPlaneFindings {
  const { message } = error;
  return isPreview && error instanceof NotAllowed
    ? {
        problems: [],
        warnings: [
          {
            path,
            message: `${message}; up asks for it, this preview cannot tell whether control planes may change`,
          },
        ],
      }
    : { problems: [{ path, message }], warnings: [] };
}
