import { type Cases, object } from "../case";
import { gateway, kubernetesGateway, listener, server } from "./objects";

const eastWest = { istio: "eastwestgateway" };
const toIstiod = [
  server("15012/TLS", ["*"], { mode: "PASSTHROUGH" }),
  server("15017/TLS", ["*"], { mode: "PASSTHROUGH" }),
];
const passthrough = { tls: { mode: "Passthrough" } };
const networked = { labels: { "topology.istio.io/network": "net" } };
const fromAll = { allowedRoutes: { namespaces: { from: "All" } } };

export const hosts: Cases = {
  "no-gateway-for-any-host": [
    {
      title: "whose Gateways name their hosts",
      resources: [
        gateway("istio-ingress/public", [server("443/HTTPS", ["*.example.org", "shop/a.example"])]),
        kubernetesGateway("istio-ingress/public", [listener("443/HTTPS", "*.example.org")]),
      ],
      violations: [],
    },
    {
      title: "whose Gateways are for any host, of any namespace or of one",
      resources: [
        gateway("istio-ingress/public", [
          server("443/HTTPS", ["a.example.org", "*"]),
          server("8443/HTTPS", ["*/*", "shop/*", "./*"]),
        ]),
        kubernetesGateway("istio-ingress/other", [
          listener("443/HTTPS"),
          listener("9443/TLS", undefined, fromAll),
        ]),
      ],
      violations: [
        "east/istio-ingress/public: spec.servers[0].hosts[1] is *, expected the name of a host",
        "east/istio-ingress/public: spec.servers[1].hosts[0] is */*, expected the name of a host",
        "east/istio-ingress/public: spec.servers[1].hosts[1] is shop/*, expected the name of a host",
        "east/istio-ingress/public: spec.servers[1].hosts[2] is ./*, expected the name of a host",
        "east/istio-ingress/other: spec.listeners[0].hostname is missing, expected the name of a host",
        "east/istio-ingress/other: spec.listeners[1].hostname is missing, expected the name of a host",
      ],
    },
    {
      title: "whose Gateways may be for any host of a namespace",
      settings: { inNamespaces: true },
      resources: [
        gateway("istio-ingress/public", [server("443/HTTPS", ["shop/*", "*"])]),
        kubernetesGateway("istio-ingress/other", [
          listener("443/HTTPS"),
          listener("9443/TLS", undefined, fromAll),
        ]),
      ],
      violations: [
        "east/istio-ingress/public: spec.servers[0].hosts[1] is *, expected the name of a host",
        "east/istio-ingress/other: spec.listeners[1].hostname is missing, expected the name of a host",
      ],
    },
    {
      title: "whose Gateways are for protocols that know no hosts",
      resources: [
        gateway("istio-ingress/tcp", [server("3306/TCP", ["shop/*"])]),
        gateway("istio-ingress/open", [server("27017/Mongo", ["*"])]),
        kubernetesGateway("istio-ingress/tcp", [listener("3306/TCP", undefined, fromAll)]),
      ],
      violations: ["east/istio-ingress/open: spec.servers[0].hosts[0] is *, expected NAMESPACE/*"],
    },
    {
      title: "whose east-west gateway leads to istiod and to services",
      resources: [
        gateway("istio-system/istiod-gateway", toIstiod, eastWest),
        gateway("istio-system/cross-network-gateway", [
          server("15443/TLS", ["*.local"], { mode: "AUTO_PASSTHROUGH" }),
        ]),
        kubernetesGateway(
          "istio-system/eastwest",
          [listener("15012/TLS", undefined, passthrough)],
          {
            metadata: networked,
          },
        ),
      ],
      violations: [],
    },
    {
      title: "with Gateways that are like the one that leads to istiod, but for one thing",
      resources: [
        gateway(
          "istio-system/ends-tls",
          [server("15012/TLS", ["*"], { mode: "SIMPLE" })],
          eastWest,
        ),
        gateway("istio-system/port", [server("443/TLS", ["*"], { mode: "PASSTHROUGH" })], eastWest),
        gateway("istio-system/pods", toIstiod.slice(1), { istio: "ingressgateway" }),
        gateway("shop/namespace", toIstiod.slice(1), eastWest),
        kubernetesGateway("istio-system/no-network", [
          listener("15012/TLS", undefined, passthrough),
        ]),
      ],
      violations: [
        ...["ends-tls", "port", "pods"].map((one) => `istio-system/${one}`),
        "shop/namespace",
      ]
        .map((one) => `east/${one}: spec.servers[0].hosts[0] is *, expected the name of a host`)
        .concat(
          "east/istio-system/no-network: spec.listeners[0].hostname is missing, expected the name of a host",
        ),
    },
    {
      title: "with a waypoint, what stands for a gateway elsewhere, and other kinds",
      resources: [
        kubernetesGateway("shop/waypoint", [listener("80/HTTP")], {
          gatewayClassName: "istio-waypoint",
        }),
        kubernetesGateway("istio-system/far", [listener("443/TLS")], {
          gatewayClassName: "istio-remote",
        }),
        object("east", "networking.istio.io/v1beta1:VirtualService", "shop/a", {
          spec: { hosts: ["*"] },
        }),
      ],
      violations: [],
    },
  ],
};
