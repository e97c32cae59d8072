import type { ConfigProblem } from "../config-error";
import type { ClusterAccess } from "../kubeconfig";
import { planMesh } from "../mesh-plan";
import { NotAllowed } from "../read-object";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import { chartsProblems, liveProblems } from "./live-problems";
import { readLiveControlPlanes } from "./read-live";

/** A cluster that answers. */
export interface AskedCluster {
  readonly name: string;
  /** Where in the config it stands. */
  readonly path: string;
  readonly access: ClusterAccess;
}

/** What asking the primaries for their control planes has brought. */
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
  const plans = new Map([...primaries, ...remotes].map((plan) => [plan.name, plan] as const));
  const found = await Promise.all(
    reached.map(async ({ name, path, access }): Promise<ControlPlaneFindings> => {
      const plan = plans.get(name);
      if (plan === undefined) {
        return { problems: [], warnings: [] };
      }
      const staying = plan.controlPlanes.map((one) => one.revision);
      // A remote whose chart has all in itself has no base.
      const charts = plan.base === undefined ? "istiod-remote" : "istio-base";
      try {
        const live = await readLiveControlPlanes(name, await signIn(access), plan.role, staying);
        return {
          problems: [
            ...liveProblems(plan, live, mesh.installer, prefix),
            ...(mesh.installer === "helm" ? chartsProblems(charts, live, path) : []),
          ],
          warnings: [],
        };
      } catch (error) {
        return unread(error as Error, path, isPreview);
      }
    }),
  );
  return {
    problems: found.flatMap((one) => one.problems),
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
