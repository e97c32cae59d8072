import {
  eastWestGatewaySelector,
  egressGatewaySelector,
  ingressGatewaySelector,
} from "../../../stacks/istio-names";
import { matches } from "../../allow";
import { isGateway, patchedPodsOf } from "../../seen/pods";
import { asObject, namespaceOf } from "../../seen/resource";
import type { ResourceRule } from "../../rule";
import { textsSetting } from "../../setting";

const gatewayLabels = textsSetting(
  "labels",
  [ingressGatewaySelector, egressGatewaySelector, eastWestGatewaySelector].flatMap((one) =>
    Object.entries(one).map(([label, value]) => `${label}=${value}`),
  ),
  "Labels by which Gateways and Services select gateways' pods, each `label=value`.",
);
const gatewayNamespaces = textsSetting(
  "namespaces",
  ["*"],
  "Namespaces in which gateways may run; * stands for any text.",
);

export const gatewayLabelsOnGateways: ResourceRule = {
  name: "gateway-labels-on-gateways",
  description: "Only gateways have the labels by which gateways are selected",
  why: "Any other pod with such a label gets the gateway's traffic from its Service.",
  remediation:
    "take the label away; a gateway's pod has the annotation inject.istio.io/templates: gateway, or a container istio-proxy with the image auto",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/setup/additional-setup/gateway/",
  settings: { ...gatewayLabels.schema, ...gatewayNamespaces.schema },
  check: (resource, settings) => {
    const object = asObject(resource);
    const pod = object && patchedPodsOf(object);
    const namespace = namespaceOf(resource) ?? "default";
    const isPlace = gatewayNamespaces.read(settings).some((one) => matches(namespace, one));
    return pod === undefined || (isPlace && isGateway(pod))
      ? []
      : gatewayLabels
          .read(settings)
          .map((one) => one.split("="))
          .filter(([label = "", value]) => pod.labels[label] === value)
          .map(
            ([label = "", value = ""]) =>
              `${pod.prefix}metadata.labels["${label}"] is ${value} on ${isPlace ? "a pod that is no gateway" : `a pod of ${namespace}`}, expected none`,
          );
  },
};
