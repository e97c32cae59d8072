import { istioNamespace } from "../../../stacks/istio-names";
import { decided } from "../../decided";
import { isGatewayDeployment, podLabelsOf, selects } from "../../seen/gateway-deployments";
import { type GatewayService, servicesOf } from "../../seen/gateway-services";
import { istioOperator } from "../../seen/operator-gateways";
import { addressOf, type KubernetesObject, namespaceOf } from "../../seen/resource";
import type { StackRule } from "../../rule";
import type { Stack } from "../../seen/stack";
import { at, fieldsAt, listAt } from "../../values";

export const gatewayKeepsClientAddresses: StackRule = {
  name: "gateway-keeps-client-addresses",
  description:
    "A gateway whose AuthorizationPolicy goes by ipBlocks has externalTrafficPolicy Local",
  why: "Otherwise connections come to it with the address of a node, and the policy lets in the wrong ones.",
  remediation:
    "set gateways[].service.externalTrafficPolicy to Local, or go by remoteIpBlocks where an HTTP load balancer is before the gateway",
  severity: "medium",
  level: "advisory",
  source:
    "https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/#source-ip-address-of-the-original-client",
  checkStack: (stack) => {
    const { found: policies } = decided(stack.of("security.istio.io/AuthorizationPolicy"), (one) =>
      goesByAddress(one) ? [one] : [],
    );
    return decided(stack.of("core/Service", istioOperator), (object) =>
      servicesOf(object)
        .filter(hidesAddresses)
        .flatMap((service) => {
          const policy = policies.find(
            (one) =>
              isReadIn(stack, one, object.cluster) &&
              podsBehind(stack, object, service).some((labels) => isFor(one, service, labels)),
          );
          return policy === undefined
            ? []
            : [
                {
                  message: `${service.typePath} is ${service.type} with externalTrafficPolicy ${service.externalTrafficPolicy}, but AuthorizationPolicy ${addressOf(policy)} goes by ipBlocks, expected Local`,
                  about: object,
                },
              ];
        }),
    ).found;
  },
};

function goesByAddress({ props }: KubernetesObject): boolean {
  return listAt(props, "spec", "rules").some((rule) =>
    listAt(rule, "from").some((from) =>
      ["ipBlocks", "notIpBlocks"].some((field) => listAt(from, "source", field).length > 0),
    ),
  );
}

function hidesAddresses({ type, isEastWest, externalTrafficPolicy }: GatewayService): boolean {
  return (
    ["LoadBalancer", "NodePort"].includes(type) && !isEastWest && externalTrafficPolicy !== "Local"
  );
}

/** Whether proxies of a cluster have config of the one where a policy is: their own, or their primary's. */
function isReadIn(stack: Stack, policy: KubernetesObject, cluster: string): boolean {
  const primaries = stack.clusters.find((one) => one.name === cluster)?.primary?.split(",") ?? [];
  return [cluster, ...primaries].includes(policy.cluster);
}

/** Labels of the gateways' pods to which a Service leads. */
function podsBehind(
  stack: Stack,
  object: KubernetesObject,
  { namespace, selector }: GatewayService,
) {
  return object.groupKind === istioOperator
    ? [selector].filter((one) => Object.keys(one).length > 0)
    : stack
        .of("apps/Deployment")
        .filter((one) => one.cluster === object.cluster && namespaceOf(one) === namespace)
        .filter(isGatewayDeployment)
        .map(podLabelsOf)
        .filter((labels) => selects(selector, labels));
}

function isFor(
  policy: KubernetesObject,
  { namespace }: GatewayService,
  labels: Readonly<Record<string, unknown>>,
): boolean {
  const spec = at(policy.props, "spec");
  return (
    [istioNamespace, namespace].includes(namespaceOf(policy)) &&
    at(spec, "targetRef") === undefined &&
    at(spec, "targetRefs") === undefined &&
    selects(fieldsAt(spec, "selector", "matchLabels"), labels)
  );
}
