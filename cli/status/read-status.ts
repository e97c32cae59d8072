import { watchedDeployments } from "../../stacks/control-planes/watched-deployments";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import type { ClusterAccess } from "../../stacks/kubeconfig";
import type { MeshPlan } from "../../stacks/mesh-plan";
import { readObject } from "../../stacks/read-object";
import { signIn } from "../../stacks/sign-in";
import { type ComponentStatus, componentStatus, type LiveDeployment } from "./component-status";

/** A component of a mesh. */
export interface ComponentRow extends ComponentStatus {
  readonly cluster: string;
  readonly name: string;
  readonly namespace: string;
}

/** What is known of a cluster's API server. */
export type Reached = ClusterAccess | { readonly problem: string };

/** How the components of a cluster are, in the order in which the stack makes them. */
export async function readStatus(
  plan: ClusterPlan,
  mesh: Pick<MeshPlan, "kiali">,
  reached: Reached,
): Promise<ComponentRow[]> {
  const components = watchedDeployments(plan, mesh);
  const problem = plan.maintenance ? "in maintenance" : "problem" in reached && reached.problem;
  if (problem || "problem" in reached) {
    return components.map(({ name, namespace }) => ({
      cluster: plan.name,
      name,
      namespace,
      state: "UNKNOWN",
      ...(problem ? { message: problem } : {}),
    }));
  }
  const namespaces = [...new Set(components.map((one) => one.namespace))];
  const live = new Map(
    await Promise.all(
      namespaces.map(
        async (namespace) => [namespace, await deploymentsIn(reached, namespace)] as const,
      ),
    ),
  );
  return components.map(({ name, namespace }) => {
    const found = live.get(namespace);
    const status: ComponentStatus =
      found !== undefined && "problem" in found
        ? { state: "UNKNOWN", message: found.problem }
        : componentStatus(found?.find((one) => one.metadata?.name === name));
    return { cluster: plan.name, name, namespace, ...status };
  });
}

async function deploymentsIn(
  access: ClusterAccess,
  namespace: string,
): Promise<readonly LiveDeployment[] | { readonly problem: string }> {
  try {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const list: { readonly items?: readonly LiveDeployment[] } =
      (await readObject(await signIn(access), path)) ?? {};
    return list.items ?? [];
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
