import { unknown } from "../../run-rule";
import { type Cases, member, object } from "../case";
import {
  gateway,
  kubernetesGateway,
  listener,
  operatorWith,
  server,
  service,
} from "../gateways/objects";

const ports = [
  { name: "tls-istiod", port: 15012, targetPort: 15012 },
  { name: "tls-webhook-443", port: 443, targetPort: 15017 },
];
const toIstiod = [
  server("15012/TLS", ["*"], { mode: "PASSTHROUGH" }),
  server("15017/TLS", ["*"], { mode: "PASSTHROUGH" }),
];
const opened = [
  service("istio-system/istio-eastwestgateway", { type: "LoadBalancer", ports }),
  gateway("istio-system/istiod-gateway", toIstiod),
];

export const istiod: Cases = {
  "istiod-for-remotes-only": [
    {
      title: "whose primary opens istiod for a remote",
      resources: [member("east"), member("edge", { primary: "east" }), ...opened],
      violations: [],
    },
    {
      title: "whose remote has one of several primaries, or any",
      resources: [member("east"), member("edge", { primary: "west,east" }), ...opened],
      violations: [],
    },
    {
      title: "whose remote takes any primary",
      resources: [member("east"), member("edge", { primary: "*" }), ...opened],
      violations: [],
    },
    {
      title: "with a cluster of which nobody knows yet whose remote it is",
      resources: [member("east"), member("edge", { primary: unknown }), ...opened],
      violations: [],
    },
    {
      title: "without remotes, where istiod is reached from within only",
      resources: [
        member("east"),
        service("istio-system/istiod", { ports }),
        service("istio-system/istio-eastwestgateway", {
          type: "LoadBalancer",
          ports: [{ port: 15443, targetPort: 15443 }],
        }),
        gateway("istio-system/cross-network-gateway", [server("15443/TLS", ["*.local"])]),
        operatorWith([{ name: "public" }]),
      ],
      violations: [],
    },
    {
      title: "whose gateways open istiod for nobody, or on the remote",
      resources: [
        member("east"),
        member("edge", { primary: "west" }),
        object(
          "edge",
          "core/v1:Namespace",
          "shop",
          {},
          { annotations: { "topology.istio.io/controlPlaneClusters": "east" } },
        ),
        ...opened,
        service("istio-system/node", { type: "NodePort", ports }),
        service("istio-system/edge", { type: "LoadBalancer", ports: ports.slice(1) }, {}, "edge"),
        kubernetesGateway("istio-system/a", [listener("15012/TLS", "a.example.org")]),
      ],
      violations: [
        "east/istio-system/istio-eastwestgateway: spec.type is LoadBalancer with port 15012, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/istio-eastwestgateway: spec.type is LoadBalancer with port 15017, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/istiod-gateway: spec.servers[0].port.number is 15012, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/istiod-gateway: spec.servers[1].port.number is 15017, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/node: spec.type is NodePort with port 15012, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/node: spec.type is NodePort with port 15017, which leads to istiod, but no cluster has east as its primary",
        "edge/istio-system/edge: spec.type is LoadBalancer with port 15017, which leads to istiod, but no cluster has edge as its primary",
        "east/istio-system/a: spec.listeners[0].port is 15012, which leads to istiod, but no cluster has east as its primary",
      ],
    },
    {
      title: "whose operator opens istiod, by a gateway and by itself",
      resources: [
        member("east"),
        operatorWith(
          [{ name: "a", k8s: { service: { ports: ports.slice(0, 1) } } }],
          {},
          { pilot: { k8s: { service: { type: "LoadBalancer" } } } },
        ),
      ],
      violations: [
        "east/istio-system/istio: spec.components.ingressGateways[0].k8s.service.type is LoadBalancer with port 15012, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/istio: spec.components.pilot.k8s.service.type is LoadBalancer with port 15012, which leads to istiod, but no cluster has east as its primary",
        "east/istio-system/istio: spec.components.pilot.k8s.service.type is LoadBalancer with port 15017, which leads to istiod, but no cluster has east as its primary",
      ],
    },
  ],
};
