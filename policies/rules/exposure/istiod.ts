import { controlPlaneClustersAnnotation } from "../../../components/names";
import { istioNamespace } from "../../../stacks/istio-names";
import { istioPorts } from "../../../stacks/istio-ports";
import { decided } from "../../decided";
import { servicesOf } from "../../seen/gateway-services";
import { istioGateway, kubernetesGateway, listenersOf } from "../../seen/listeners";
import { istioOperator } from "../../seen/operator-gateways";
import { annotationOf, type KubernetesObject, objectName } from "../../seen/resource";
import type { StackRule } from "../../rule";

const ports: readonly unknown[] = [istioPorts.istiod, istioPorts.webhook];
const reachable = ["LoadBalancer", "NodePort"];

export const istiodForRemotesOnly: StackRule = {
  name: "istiod-for-remotes-only",
  description: `Ports ${istioPorts.istiod} and ${istioPorts.webhook}, which lead to istiod, are open only where remotes need them`,
  why: "Istiod signs certificates and hands out the config of all proxies; whoever reaches it can try.",
  remediation:
    "take the port out of gateways[].ports and of Gateways; the stack opens it on a cluster that is the primary of another (clusters[].primary)",
  severity: "critical",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/setup/install/multicluster/primary-remote_multi-network/#expose-the-control-plane-in-cluster1",
  checkStack: (stack) => {
    const { found: serving, undecided } = decided(stack.of("core/Namespace"), primariesOf);
    if (undecided.length > 0 || serving.includes("*")) {
      return [];
    }
    return decided(
      stack.of("core/Service", istioOperator, istioGateway, kubernetesGateway),
      (object) =>
        serving.includes(object.cluster)
          ? []
          : openings(object).map((one) => ({
              message: `${one}, which leads to istiod, but no cluster has ${object.cluster} as its primary`,
              about: object,
            })),
    ).found;
  },
};

/** Clusters whose istiod serves the one of a namespace; none unless it is Istio's. */
function primariesOf(namespace: KubernetesObject): string[] {
  return objectName(namespace) === istioNamespace
    ? (annotationOf(namespace, controlPlaneClustersAnnotation) ?? "").split(",")
    : [];
}

function openings(object: KubernetesObject): string[] {
  if (object.groupKind === istioGateway || object.groupKind === kubernetesGateway) {
    return listenersOf(object)
      .filter(({ port }) => ports.includes(port.number))
      .map(({ port }) => `${port.path} is ${String(port.number)}`);
  }
  return servicesOf(object)
    .filter(({ type }) => reachable.includes(type))
    .flatMap(({ typePath, type, ports: all }) =>
      [...new Set(all)]
        .filter((one) => ports.includes(one))
        .map((one) => `${typePath} is ${type} with port ${String(one)}`),
    );
}
