import { istioNamespace } from "../../../stacks/istio-names";
import { decided } from "../../decided";
import { isGatewayDeployment } from "../../seen/gateway-deployments";
import { isWithinMesh, istioGateway, kubernetesGateway } from "../../seen/listeners";
import { istioOperator, operatorGateways } from "../../seen/operator-gateways";
import { type KubernetesObject, namespaceOf } from "../../seen/resource";
import type { StackRule } from "../../rule";
import { textsAt } from "../../values";

const virtualService = "networking.istio.io/VirtualService";

export const gatewayNamespaces: StackRule = {
  name: "gateway-namespaces",
  description: "Gateways, and VirtualServices for them, are only in namespaces that are for that",
  why: "Whoever makes one opens a way into the mesh, or takes over a host: it is for those who run the mesh.",
  remediation:
    "move it into a namespace of gateways (gateways[].namespace), or name its namespace in the rule's `namespaces`",
  severity: "high",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/ops/best-practices/security/#restrict-gateway-creation-privileges",
  settings: {
    namespaces: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Namespaces for Gateways and VirtualServices, beside istio-system and those in which the stack runs a gateway.",
    },
  },
  checkStack: (stack, settings) => {
    const { found: own, undecided } = decided(
      stack.of("apps/Deployment", "apps/DaemonSet", istioOperator),
      namespacesOfGateways,
    );
    if (undecided.length > 0) {
      return [];
    }
    const allowed = new Set([istioNamespace, ...own, ...textsAt(settings, "namespaces")]);
    return decided(stack.of(istioGateway, kubernetesGateway, virtualService), (object) => {
      const namespace = namespaceOf(object) ?? "default";
      const what = entranceOf(object);
      return what === undefined || allowed.has(namespace)
        ? []
        : [
            {
              message: `metadata.namespace is ${namespace}${what}, expected ${[...allowed].join(" or ")}`,
              about: object,
            },
          ];
    }).found;
  },
};

function namespacesOfGateways(object: KubernetesObject): string[] {
  return object.groupKind === istioOperator
    ? operatorGateways(object).map((one) => one.namespace)
    : isGatewayDeployment(object)
      ? [namespaceOf(object) ?? "default"]
      : [];
}

/** What makes an object a matter of gateways, beside its kind; undefined if it is none. */
function entranceOf(object: KubernetesObject): string | undefined {
  if (object.groupKind !== virtualService) {
    return isWithinMesh(object) ? undefined : "";
  }
  const gateway = textsAt(object.props, "spec", "gateways").find((one) => one !== "mesh");
  return gateway === undefined ? undefined : `, and spec.gateways has ${gateway}`;
}
