import { unknown } from "../../run-rule";
import { type Cases, object, operator } from "../case";
import { deployment, gateway, kubernetesGateway, listener, operatorWith, server } from "./objects";

const servers = [server("443/HTTPS", ["a.example.org"])];
const virtualService = (address: string, gateways?: readonly string[]) =>
  object("east", "networking.istio.io/v1beta1:VirtualService", address, {
    spec: { hosts: ["a.example.org"], ...(gateways === undefined ? {} : { gateways }) },
  });

export const namespaces: Cases = {
  "gateway-namespaces": [
    {
      title: "with Gateways in Istio's namespace, and where it runs gateways on some cluster",
      resources: [
        deployment("front/public", {}, { cluster: "west" }),
        operatorWith([
          { name: "istio-ingressgateway", namespace: "by-operator" },
          { name: "another" },
        ]),
        gateway("istio-system/a", servers),
        gateway("front/a", servers),
        gateway("by-operator/a", servers),
        virtualService("front/a", ["a"]),
        kubernetesGateway("front/b", [listener("443/HTTPS", "b.example.org")]),
      ],
      violations: [],
    },
    {
      title: "with gateways where nobody says a namespace",
      resources: [
        deployment("public"),
        operator("east", { namespace: "front", components: { ingressGateways: [{ name: "a" }] } }),
        gateway("no-namespace", servers),
        gateway("front/a", servers),
      ],
      violations: [],
    },
    {
      title: "with what concerns the mesh alone in other namespaces",
      resources: [
        virtualService("shop/none"),
        virtualService("shop/mesh", ["mesh"]),
        kubernetesGateway("shop/waypoint", [listener("15008/HBONE")], {
          gatewayClassName: "istio-waypoint",
        }),
      ],
      violations: [],
    },
    {
      title: "with a Deployment of which nobody knows yet whether it is a gateway",
      resources: [
        deployment("front/public", {}, { templates: unknown }),
        gateway("front/a", servers),
      ],
      violations: [],
    },
    {
      title: "with Gateways and VirtualServices in other namespaces",
      resources: [
        deployment("front/public"),
        { ...deployment("edge/public"), type: "kubernetes:apps/v1:DaemonSet" },
        deployment("shop/app", {}, { templates: "sidecar" }),
        operatorWith([{ name: "a" }]),
        gateway("shop/a", servers),
        gateway("no-namespace", servers),
        kubernetesGateway("shop/b", [listener("443/HTTPS", "b.example.org")]),
        virtualService("shop/c", ["mesh", "front/a"]),
      ],
      violations: [
        "east/shop/a: metadata.namespace is shop, expected istio-system or front or edge",
        "east/no-namespace: metadata.namespace is default, expected istio-system or front or edge",
        "east/shop/b: metadata.namespace is shop, expected istio-system or front or edge",
        "east/shop/c: metadata.namespace is shop, and spec.gateways has front/a, expected istio-system or front or edge",
      ],
    },
    {
      title: "with gateways that an operator has turned off, and namespaces that are let be",
      settings: { namespaces: ["edge"] },
      resources: [
        operatorWith([{ name: "a", namespace: "front", enabled: false }]),
        gateway("edge/a", servers),
        gateway("front/a", servers),
      ],
      violations: ["east/front/a: metadata.namespace is front, expected istio-system or edge"],
    },
  ],
};
