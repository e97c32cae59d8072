import type { Cases } from "../case";
import { autoPassthrough, gateway, kubernetesGateway, listener, server } from "../gateways/objects";

const auto = { mode: "AUTO_PASSTHROUGH" };
const networked = { metadata: { labels: { "topology.istio.io/network": "net" } } };
const local = ["*.local"];

export const crossNetwork: Cases = {
  "auto-passthrough-cross-network-only": [
    {
      title:
        "whose gateways let other networks through to services of the mesh, and serve others by name",
      resources: [
        gateway("istio-system/cross-network-gateway", [server("15443/TLS", local, auto)]),
        gateway("istio-system/some", [server("15443/TLS", ["a.shop.svc.cluster.local"], auto)]),
        gateway("istio-ingress/public", [
          server("443/HTTPS", ["*.example.org", "a.shop.svc.cluster.local"], { mode: "SIMPLE" }),
        ]),
        kubernetesGateway("istio-system/a", [
          listener("15443/TLS", "*.local", { tls: autoPassthrough }),
        ]),
        kubernetesGateway("istio-system/ambient", [
          listener("15008/HBONE", undefined, { tls: autoPassthrough }),
        ]),
        kubernetesGateway("istio-ingress/b", [
          listener("15443/TLS", "a.example.org", { tls: { mode: "Passthrough" } }),
          listener("443/HTTPS", "a.example.org", { tls: { certificateRefs: [{ name: "a" }] } }),
        ]),
        kubernetesGateway(
          "istio-ingress/c",
          [listener("15443/HTTPS", "a.example.org", { tls: {} })],
          networked,
        ),
      ],
      violations: [],
    },
    {
      title: "whose gateways let through on other ports, or to other hosts",
      resources: [
        gateway("istio-ingress/public", [
          server("443/TLS", local, auto),
          server("15443/TLS", ["*.local", "*", "shop/*.example.org"], auto),
        ]),
        kubernetesGateway("istio-ingress/a", [
          listener("443/TLS", "*.local", { tls: autoPassthrough }),
        ]),
        kubernetesGateway(
          "istio-ingress/by-network",
          [
            listener("15443/TLS", undefined, { tls: { mode: "Passthrough" } }),
            listener("443/TLS", "a.example.org", { tls: { mode: "Passthrough" } }),
          ],
          networked,
        ),
      ],
      violations: [
        "east/istio-ingress/public: spec.servers[0].port.number is 443 with AUTO_PASSTHROUGH, expected 15443",
        "east/istio-ingress/public: spec.servers[1].hosts[1] is * with AUTO_PASSTHROUGH, expected *.local, or a host under it",
        "east/istio-ingress/public: spec.servers[1].hosts[2] is shop/*.example.org with AUTO_PASSTHROUGH, expected *.local, or a host under it",
        "east/istio-ingress/a: spec.listeners[0].port is 443 with AUTO_PASSTHROUGH, expected 15443",
        "east/istio-ingress/by-network: spec.listeners[0].hostname is missing with AUTO_PASSTHROUGH, expected *.local, or a host under it",
      ],
    },
    {
      title: "whose gateways serve all hosts of the mesh in another way",
      resources: [
        gateway("istio-ingress/public", [
          server("443/HTTPS", ["shop/*.svc.cluster.local"], { mode: "SIMPLE" }),
          server("80/HTTP", local),
        ]),
        kubernetesGateway("istio-ingress/a", [listener("80/HTTP", "*.local")]),
      ],
      violations: [
        "east/istio-ingress/public: spec.servers[0].hosts[0] is shop/*.svc.cluster.local with SIMPLE, expected hosts outside of the mesh's own",
        "east/istio-ingress/public: spec.servers[1].hosts[0] is *.local with no TLS, expected hosts outside of the mesh's own",
        "east/istio-ingress/a: spec.listeners[0].hostname is *.local with no TLS, expected hosts outside of the mesh's own",
      ],
    },
  ],
};
