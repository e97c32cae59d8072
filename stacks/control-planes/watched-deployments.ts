import type { ClusterPlan } from "../cluster-plan";
import { istioNamespace, operatorNamespace } from "../istio-names";
import type { MeshPlan } from "../mesh-plan";
import { sectionDeployments } from "../observability/deployments";
import { defaultRevision } from "./schema";

/** A Deployment that the stack makes, or has the operator make, by the name that the plan gives it. */
export interface WatchedDeployment {
  readonly namespace: string;
  readonly name: string;
  /** Keys of the config that decide what it becomes, those first of which an edit is likely. */
  readonly keys: readonly string[];
}

/**
 * The Deployments of a cluster whose rollout an `up` waits for. By name, for labels do not tell them from a stranger's:
 * istiod and gateways that somebody else installs bear Istio's as well, and the operator's istiod bears none of ours
 * before it is there.
 * @param kiali of the mesh
 */
export function watchedDeployments(
  plan: ClusterPlan,
  { kiali }: Pick<MeshPlan, "kiali">,
): WatchedDeployment[] {
  const { mesh, eastWestGateway, gateways, observability } = plan;
  const operator = {
    namespace: operatorNamespace,
    // charts/istio-operator/templates/_helpers.tpl
    name: "istio-operator",
    keys: ["mesh"],
  };
  const planes = plan.role === "primary" ? plan.controlPlanes : [];
  const istiods = planes.map(({ revision }, at) => ({
    namespace: istioNamespace,
    // As Istio's charts form it: https://github.com/istio/istio/blob/1.22.0/manifests/charts/istio-control/istio-discovery/templates/deployment.yaml
    name: revision === defaultRevision ? "istiod" : `istiod-${revision}`,
    keys: [at === 0 ? "mesh" : "upgrade", "tuning", "clusters"],
  }));
  const eastWest = eastWestGateway ? [{ ...eastWestGateway, key: "eastWestGateway" }] : [];
  const others = gateways.map((one) => ({ ...one, key: "gateways" }));
  return [
    ...(mesh.installer === "operator" ? [operator] : []),
    ...istiods,
    ...[...eastWest, ...others].map(({ namespace, name, key }) => ({
      namespace,
      name,
      keys: [key, "mesh", "tags"],
    })),
    ...sectionDeployments(plan.name, observability, kiali).map((one) => ({
      ...one,
      keys: ["observability"],
    })),
  ];
}
