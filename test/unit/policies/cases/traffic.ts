import { buildExposure } from "../../../../components/specs/exposure";
import { type Cases, object } from "./case";

const destination = (host: string, spec: object) =>
  object(
    "east",
    "networking.istio.io/v1beta1:DestinationRule",
    `shop/${host.replace("*", "all")}`,
    {
      spec: { host, ...spec },
    },
  );
const tls = (settings: object) => ({ trafficPolicy: { tls: settings } });
const route = (address: string, hosts: readonly string[], gateways?: readonly string[]) =>
  object("east", "networking.istio.io/v1beta1:VirtualService", address, {
    spec: { hosts, ...(gateways === undefined ? {} : { gateways }) },
  });
const [istiodRoute] = buildExposure(["istiod"], ["default", "canary"]).filter(
  (one) => one.kind === "VirtualService",
);

export const traffic: Cases = {
  "no-plaintext-in-mesh": [
    {
      title: "that turns TLS off for hosts outside only, and on or not at all for others",
      resources: [
        destination("api.example.org", tls({ mode: "DISABLE" })),
        destination("*.example.org", tls({ mode: "DISABLE" })),
        destination("cluster.local", tls({ mode: "DISABLE" })),
        destination("a", tls({ mode: "ISTIO_MUTUAL" })),
        destination("b", { trafficPolicy: { loadBalancer: { simple: "RANDOM" } } }),
        destination("c.shop.svc.cluster.local", {}),
      ],
      violations: [],
    },
    {
      title: "that turns it off for services by any of their names",
      resources: [
        "a",
        "a.shop.svc.cluster.local",
        "a.shop.svc.clusterset.local",
        "*.shop.svc.cluster.local",
        "*.local",
        "*",
      ].map((host) => destination(host, tls({ mode: "DISABLE" }))),
      violations: [
        "east/shop/a: spec.trafficPolicy.tls.mode is DISABLE, also its default, for a; expected ISTIO_MUTUAL or no tls",
        "east/shop/a.shop.svc.cluster.local: spec.trafficPolicy.tls.mode is DISABLE, also its default, for a.shop.svc.cluster.local; expected ISTIO_MUTUAL or no tls",
        "east/shop/a.shop.svc.clusterset.local: spec.trafficPolicy.tls.mode is DISABLE, also its default, for a.shop.svc.clusterset.local; expected ISTIO_MUTUAL or no tls",
        "east/shop/all.shop.svc.cluster.local: spec.trafficPolicy.tls.mode is DISABLE, also its default, for *.shop.svc.cluster.local; expected ISTIO_MUTUAL or no tls",
        "east/shop/all.local: spec.trafficPolicy.tls.mode is DISABLE, also its default, for *.local; expected ISTIO_MUTUAL or no tls",
        "east/shop/all: spec.trafficPolicy.tls.mode is DISABLE, also its default, for *; expected ISTIO_MUTUAL or no tls",
      ],
    },
    {
      title: "that turns it off for a port, for a subset, or by leaving the mode out",
      resources: [
        destination("a", {
          trafficPolicy: {
            portLevelSettings: [
              { port: { number: 80 }, tls: { mode: "ISTIO_MUTUAL" } },
              { port: { number: 81 }, tls: {} },
            ],
          },
          subsets: [
            { name: "v1" },
            {
              name: "v2",
              trafficPolicy: {
                tls: { mode: "DISABLE" },
                portLevelSettings: [{ tls: { mode: "DISABLE" } }],
              },
            },
          ],
        }),
      ],
      violations: [
        "east/shop/a: spec.trafficPolicy.portLevelSettings[1].tls.mode is DISABLE, also its default, for a; expected ISTIO_MUTUAL or no tls",
        "east/shop/a: spec.subsets[1].trafficPolicy.tls.mode is DISABLE, also its default, for a; expected ISTIO_MUTUAL or no tls",
        "east/shop/a: spec.subsets[1].trafficPolicy.portLevelSettings[0].tls.mode is DISABLE, also its default, for a; expected ISTIO_MUTUAL or no tls",
      ],
    },
    {
      title: "whose services have names of their own",
      resources: [
        destination("a.shop.svc.cluster.local", tls({ mode: "DISABLE" })),
        destination("a.shop.svc.corp", tls({ mode: "DISABLE" })),
      ],
      settings: { domains: ["svc.corp"] },
      violations: [
        "east/shop/a.shop.svc.corp: spec.trafficPolicy.tls.mode is DISABLE, also its default, for a.shop.svc.corp; expected ISTIO_MUTUAL or no tls",
      ],
    },
  ],
  "verified-tls-origination": [
    {
      title: "that says whose certificates it takes",
      resources: [
        destination(
          "api.example.org",
          tls({ mode: "SIMPLE", caCertificates: "/ca.pem", subjectAltNames: ["api.example.org"] }),
        ),
        destination(
          "bank.example.org",
          tls({ mode: "MUTUAL", credentialName: "bank", subjectAltNames: ["bank.example.org"] }),
        ),
        destination("a", tls({ mode: "ISTIO_MUTUAL" })),
        destination("b.example.org", tls({ mode: "DISABLE" })),
      ],
      violations: [],
    },
    {
      title: "that takes any certificate",
      resources: [
        destination("api.example.org", {
          trafficPolicy: {
            tls: { mode: "SIMPLE", caCertificates: "", subjectAltNames: [] },
            portLevelSettings: [
              { tls: { mode: "MUTUAL", clientCertificate: "/c.pem", subjectAltNames: ["a"] } },
            ],
          },
          subsets: [
            { trafficPolicy: { tls: { mode: "SIMPLE", caCertificates: "/ca.pem" } } },
            {
              trafficPolicy: {
                tls: {
                  mode: "SIMPLE",
                  credentialName: "a",
                  subjectAltNames: ["a"],
                  insecureSkipVerify: true,
                },
              },
            },
          ],
        }),
      ],
      violations: [
        "east/shop/api.example.org: spec.trafficPolicy.tls.mode is SIMPLE, expected caCertificates or credentialName beside it",
        "east/shop/api.example.org: spec.trafficPolicy.tls.mode is SIMPLE, expected subjectAltNames beside it",
        "east/shop/api.example.org: spec.trafficPolicy.portLevelSettings[0].tls.mode is MUTUAL, expected caCertificates or credentialName beside it",
        "east/shop/api.example.org: spec.subsets[0].trafficPolicy.tls.mode is SIMPLE, expected subjectAltNames beside it",
        "east/shop/api.example.org: spec.subsets[1].trafficPolicy.tls.insecureSkipVerify is true, expected false",
      ],
    },
  ],
  "no-wildcard-virtual-service": [
    {
      title: "for named hosts, for a domain of a gateway or outside, or for istiod alone",
      resources: [
        route("shop/a", ["a", "a.shop.svc.cluster.local"]),
        route("shop/b", ["*.example.org"]),
        route("shop/c", ["*.example.org", "*.svc.cluster.local"], ["istio-ingress/public"]),
        object("east", "networking.istio.io/v1beta1:VirtualService", "istio-system/istiod-vs", {
          spec: istiodRoute?.spec,
        }),
        route("istio-system/istiod-other", ["*"], ["istio-system/istiod-gateway"]),
      ],
      violations: [],
    },
    {
      title: "for all hosts of a gateway, or for services of the mesh",
      resources: [
        route("shop/a", ["a.example.org", "*"], ["istio-ingress/public"]),
        route("shop/b", ["*.svc.cluster.local"]),
        route("shop/c", ["*.local"], ["istio-ingress/public", "mesh"]),
      ],
      violations: [
        "east/shop/a: spec.hosts[1] is * on istio-ingress/public, expected names of hosts",
        "east/shop/b: spec.hosts[0] is *.svc.cluster.local on mesh, expected names of hosts",
        "east/shop/c: spec.hosts[0] is *.local on istio-ingress/public, mesh, expected names of hosts",
      ],
    },
    {
      title: "that only seems to be for istiod",
      resources: [
        route("shop/istiod-vs", ["*"], ["istiod-gateway"]),
        route("istio-system/istiod-vs", ["*"], ["istiod-gateway", "public"]),
        route("istio-system/mesh", ["*"]),
      ],
      violations: [
        "east/shop/istiod-vs: spec.hosts[0] is * on istiod-gateway, expected names of hosts",
        "east/istio-system/istiod-vs: spec.hosts[0] is * on istiod-gateway, public, expected names of hosts",
        "east/istio-system/mesh: spec.hosts[0] is * on mesh, expected names of hosts",
      ],
    },
  ],
};
