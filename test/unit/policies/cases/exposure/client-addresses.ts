import { type Cases, member, object } from "../case";
import { deployment, operatorWith, service } from "../gateways/objects";

type Fields = Readonly<Record<string, unknown>>;

const labels = { app: "public", istio: "ingressgateway" };
const byAddress = { rules: [{ from: [{ source: { ipBlocks: ["192.0.2.0/24"] } }] }] };
const ofPublic = { selector: { matchLabels: { istio: "ingressgateway" } } };

const policy = (address: string, spec: Fields, cluster = "east") =>
  object(cluster, "security.istio.io/v1beta1:AuthorizationPolicy", address, { spec });
/** A gateway `public` with its Service. */
const front = (spec: Fields = {}, cluster = "east") => [
  deployment("front/public", {}, { cluster, labels }),
  service(
    "front/public",
    { type: "LoadBalancer", selector: { app: "public" }, ...spec },
    {},
    cluster,
  ),
];
const said = (cluster: string, policyAddress: string, type = "LoadBalancer") =>
  `${cluster}/front/public: spec.type is ${type} with externalTrafficPolicy Cluster, but AuthorizationPolicy ${policyAddress} goes by ipBlocks, expected Local`;

export const clientAddresses: Cases = {
  "gateway-keeps-client-addresses": [
    {
      title: "whose gateway keeps them, or is only reached from within",
      resources: [
        ...front({ externalTrafficPolicy: "Local" }),
        service("front/inner", { selector: { app: "public" } }),
        service("front/others", { type: "LoadBalancer", selector: { app: "private" } }),
        policy("front/allow", { ...ofPublic, ...byAddress }),
      ],
      violations: [],
    },
    {
      title: "whose policies go by other things, or are for other pods",
      resources: [
        ...front(),
        policy("front/remote", {
          rules: [{ from: [{ source: { remoteIpBlocks: ["192.0.2.0/24"] } }] }],
        }),
        policy("front/private", { selector: { matchLabels: { app: "private" } }, ...byAddress }),
        policy("front/target", { targetRef: { kind: "Gateway", name: "a" }, ...byAddress }),
        policy("front/targets", { targetRefs: [{ kind: "Gateway", name: "a" }], ...byAddress }),
        policy("shop/other-namespace", { ...ofPublic, ...byAddress }),
        policy("front/other-cluster", { ...ofPublic, ...byAddress }, "west"),
        deployment("shop/app", {}, { labels: { app: "app" }, templates: "sidecar" }),
        service("shop/app", { type: "LoadBalancer", selector: { app: "app" } }),
        policy("shop/app", byAddress),
      ],
      violations: [],
    },
    {
      title: "whose Service finds no gateway in its namespace on its cluster",
      resources: [
        service("front/public", { type: "LoadBalancer", selector: { app: "public" } }),
        deployment("front/public", {}, { cluster: "west", labels }),
        deployment("other/public", {}, { labels }),
        policy("istio-system/allow", byAddress),
      ],
      violations: [],
    },
    {
      title: "whose gateway is reached by ports of nodes",
      resources: [...front({ type: "NodePort" }), policy("front/allow", byAddress)],
      violations: [said("east", "east/front/allow", "NodePort")],
    },
    {
      title: "whose policy is for the pods of the gateway, its namespace, or the mesh",
      resources: [...front(), policy("front/allow", { ...ofPublic, ...byAddress })],
      violations: [said("east", "east/front/allow")],
    },
    {
      title: "whose policy is for a whole namespace, and forbids addresses",
      resources: [
        ...front(),
        policy("front/deny", {
          action: "DENY",
          rules: [{ from: [{ source: { notIpBlocks: ["192.0.2.0/24"] } }] }],
        }),
      ],
      violations: [said("east", "east/front/deny")],
    },
    {
      title: "whose policy for the whole mesh is on the primary, and whose gateway on a remote",
      resources: [
        member("east"),
        member("edge", { primary: "east" }),
        ...front({}, "edge"),
        policy("istio-system/allow", byAddress),
      ],
      violations: [said("edge", "east/istio-system/allow")],
    },
    {
      title: "with an east-west gateway, of which no policy asks for addresses of clients",
      resources: [
        deployment("front/east-west", {}, { labels: { istio: "eastwestgateway" } }),
        service("front/east-west", {
          type: "LoadBalancer",
          selector: { istio: "eastwestgateway" },
        }),
        policy("front/allow", byAddress),
      ],
      violations: [],
    },
    {
      title: "whose operator opens istiod, which is no gateway",
      resources: [
        operatorWith([], {}, { pilot: { k8s: { service: { type: "LoadBalancer" } } } }),
        policy("istio-system/allow", byAddress),
      ],
      violations: [],
    },
    {
      title: "whose operator makes the gateway",
      resources: [
        operatorWith([
          { name: "a", namespace: "front" },
          { name: "b", namespace: "front", k8s: { service: { externalTrafficPolicy: "Local" } } },
        ]),
        policy("istio-system/allow", { ...ofPublic, ...byAddress }),
      ],
      violations: [
        "east/istio-system/istio: spec.components.ingressGateways[0].k8s.service.type is LoadBalancer with externalTrafficPolicy Cluster, but AuthorizationPolicy east/istio-system/allow goes by ipBlocks, expected Local",
      ],
    },
  ],
};
