import { eastWestGatewaySelector, istioNamespace, networkLabel } from "../../../stacks/istio-names";
import { istioPorts } from "../../../stacks/istio-ports";
import { istioGateway, kubernetesGateway, type Listener, listenersOf } from "../../seen/listeners";
import { type KubernetesObject, labelOf, namespaceOf } from "../../seen/resource";
import { ofKinds, type ResourceRule } from "../../rule";
import { textAt } from "../../values";

/** They know no names of hosts: `*` is all that can be said. */
const nameless = ["tcp", "mongo", "redis", "mysql", "udp", "hbone"];

export const noGatewayForAnyHost: ResourceRule = {
  name: "no-gateway-for-any-host",
  description: "Every Gateway names the hosts that it serves",
  why: "One for * takes the routes of any VirtualService or HTTPRoute, and so exposes domains that nobody meant to.",
  remediation:
    "name the hosts in spec.servers[].hosts of the Gateway, or in spec.listeners[].hostname of Kubernetes' own",
  severity: "high",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/ops/best-practices/security/#avoid-overly-broad-hosts-configurations",
  settings: {
    inNamespaces: {
      type: "boolean",
      default: false,
      description:
        "Whether a Gateway may be for any host of one namespace, as NAMESPACE/* says it, or a listener without hostname that takes no routes of others.",
    },
  },
  check: ofKinds([istioGateway, kubernetesGateway], (object, { inNamespaces }) =>
    listenersOf(object)
      .filter((one) => !leadsToIstiod(object, one))
      .flatMap((one) =>
        one.hosts
          .filter(({ name }) => name === "*")
          .filter(({ isForAll }) => isForAll || !(inNamespaces === true || isNameless(one)))
          .map(
            ({ path, text }) =>
              `${path} is ${text ?? "missing"}, expected ${isNameless(one) ? "NAMESPACE/*" : "the name of a host"}`,
          ),
      ),
  ),
};

function isNameless({ protocol }: Listener): boolean {
  return nameless.includes(protocol);
}

/**
 * Remotes' proxies and API servers ask for istiod by more than one name.
 * Source: https://github.com/istio/istio/blob/master/samples/multicluster/expose-istiod.yaml
 */
function leadsToIstiod(object: KubernetesObject, { port, tlsMode }: Listener): boolean {
  return (
    tlsMode === "PASSTHROUGH" &&
    [istioPorts.istiod, istioPorts.webhook].some((one) => one === port.number) &&
    namespaceOf(object) === istioNamespace &&
    (textAt(object.props, "spec", "selector", "istio") === eastWestGatewaySelector.istio ||
      labelOf(object, networkLabel) !== undefined)
  );
}
