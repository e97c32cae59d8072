import type { ConfigProblem } from "../config-error";
import type { ClusterAccess } from "../kubeconfig";
import { planMesh } from "../mesh-plan";
import { NotAllowed } from "../read-object";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import { liveProblems } from "./live-problems";
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
 * Asks each primary that answers whether its control planes can become what the config says.
 * @param isPreview whether somebody only looks, who may be allowed less than who changes something
 */
export async function checkControlPlanes(
  config: StackConfig,
  reached: readonly AskedCluster[],
  isPreview: boolean,
  prefix: string,
): Promise<ControlPlaneFindings> {
  const { mesh, primaries } = planMesh(config);
  const found = await Promise.all(
    reached.flatMap(({ name, path, access }) => {
      const plan = primaries.find((one) => one.name === name);
      return plan === undefined
        ? []
        : [
            check(access, { ...plan, cluster: name }).then(
              (live) => ({
                problems: liveProblems({ ...plan, cluster: name }, live, mesh.installer, prefix),
                warnings: [],
              }),
              (error: unknown) => unread(error as Error, path, isPreview),
            ),
          ];
    }),
  );
  return {
    problems: found.flatMap((one) => one.problems),
    warnings: found.flatMap((one) => one.warnings),
  };
}

async function check(
  access: ClusterAccess,
  { cluster, controlPlanes }: { cluster: string; controlPlanes: readonly { revision: string }[] },
) {
  const staying = controlPlanes.map((one) => one.revision);
  return readLiveControlPlanes(cluster, await signIn(access), staying);
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
