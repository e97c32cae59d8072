import { type Cases, object } from "../case";
import { gateway, kubernetesGateway, listener, server } from "./objects";

const hosts = ["a.example.org"];
const simple = { mode: "SIMPLE", credentialName: "a" };

/** A route on east; its parents are `namespace/gateway:listener`, or a part of that. */
function route(
  address: string,
  parents: readonly object[],
  rules: readonly object[],
  kind = "HTTP",
) {
  return object("east", `gateway.networking.k8s.io/v1:${kind}Route`, address, {
    spec: { parentRefs: parents, rules },
  });
}
const redirect = (scheme: string) => ({
  filters: [{ type: "RequestRedirect", requestRedirect: { scheme } }],
});
const serve = { backendRefs: [{ name: "a", port: 80 }] };
const both = kubernetesGateway("istio-ingress/public", [
  listener("80/HTTP", "a.example.org"),
  listener("443/HTTPS", "a.example.org"),
]);
const parent = { name: "public", namespace: "istio-ingress" };

export const transport: Cases = {
  "gateway-tls-version": [
    {
      title: "whose Gateways say nothing of versions, leave them to Istio, or ask for new ones",
      resources: [
        gateway("istio-ingress/public", [
          server("443/HTTPS", hosts, simple),
          server("8443/HTTPS", hosts, { ...simple, minProtocolVersion: "TLS_AUTO" }),
          server("9443/HTTPS", hosts, {
            ...simple,
            minProtocolVersion: "TLSV1_2",
            maxProtocolVersion: "TLSV1_3",
          }),
          server("80/HTTP", hosts),
        ]),
      ],
      violations: [],
    },
    {
      title: "whose Gateway takes old ones, or no others",
      resources: [
        gateway("istio-ingress/public", [
          server("443/HTTPS", hosts, { ...simple, minProtocolVersion: "TLSV1_0" }),
          server("8443/HTTPS", hosts, { ...simple, maxProtocolVersion: "TLSV1_1" }),
        ]),
      ],
      violations: [
        "east/istio-ingress/public: spec.servers[0].tls.minProtocolVersion is TLSV1_0, expected TLSV1_2 or newer",
        "east/istio-ingress/public: spec.servers[1].tls.maxProtocolVersion is TLSV1_1, expected TLSV1_2 or newer",
      ],
    },
  ],
  "gateway-https-redirect": [
    {
      title: "whose Gateways redirect, or serve no plaintext of HTTP's",
      resources: [
        gateway("istio-ingress/public", [
          server("80/HTTP", hosts, { httpsRedirect: true }),
          server("443/HTTPS", hosts, simple),
          server("3306/TCP", ["shop/*"]),
        ]),
        both,
      ],
      violations: [],
    },
    {
      title: "whose Gateway serves plaintext of several kinds",
      resources: [
        gateway("istio-ingress/public", [
          server("80/HTTP", hosts),
          server("81/http2", hosts, { httpsRedirect: false }),
          server("82/GRPC-Web", hosts),
        ]),
      ],
      violations: [
        "east/istio-ingress/public: spec.servers[0].port.protocol is HTTP without tls.httpsRedirect, expected HTTPS or that redirect",
        "east/istio-ingress/public: spec.servers[1].port.protocol is HTTP2 without tls.httpsRedirect, expected HTTPS or that redirect",
        "east/istio-ingress/public: spec.servers[2].port.protocol is GRPC-WEB without tls.httpsRedirect, expected HTTPS or that redirect",
      ],
    },
  ],
  "plaintext-routes-redirect": [
    {
      title: "whose routes serve what the listener of HTTPS gets, and redirect the rest",
      resources: [
        both,
        route("shop/by-name", [{ ...parent, sectionName: "https" }], [serve]),
        route("shop/by-port", [{ ...parent, port: 443 }], [serve]),
        route("shop/redirect", [{ ...parent, sectionName: "http" }], [redirect("https")]),
        route(
          "shop/elsewhere",
          [{ name: "public" }, { name: "other", namespace: "istio-ingress" }],
          [serve],
        ),
        { ...route("shop/other-cluster", [parent], [serve]), provider: undefined },
      ],
      violations: [],
    },
    {
      title: "whose routes serve plaintext, too",
      resources: [
        both,
        route("shop/all", [parent], [redirect("https"), serve]),
        route("shop/http", [{ name: "x" }, { ...parent, sectionName: "http" }], [redirect("http")]),
        route("istio-ingress/rpc", [{ name: "public", port: 80 }], [serve], "GRPC"),
      ],
      violations: [
        "east/shop/all: spec.rules[1] does not redirect to https, but spec.parentRefs[0] is for spec.listeners[0] of public, whose protocol is HTTP",
        "east/shop/http: spec.rules[0] does not redirect to https, but spec.parentRefs[1] is for spec.listeners[0] of public, whose protocol is HTTP",
        "east/istio-ingress/rpc: spec.rules[0] does not redirect to https, but spec.parentRefs[0] is for spec.listeners[0] of public, whose protocol is HTTP",
      ],
    },
  ],
};
