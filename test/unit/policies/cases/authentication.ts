import { unknown } from "../run-rule";
import { type Cases, member, object } from "./case";

const peer = (cluster: string, address: string, spec: object) =>
  object(cluster, "security.istio.io/v1beta1:PeerAuthentication", address, { spec });
const strict = { mtls: { mode: "STRICT" } };
const jwt = (address: string, ...jwtRules: object[]) =>
  object("east", "security.istio.io/v1:RequestAuthentication", address, { spec: { jwtRules } });

export const authentication: Cases = {
  "mesh-wide-strict-mtls": [
    {
      title: "with one for the whole mesh on each primary",
      resources: [
        member("east"),
        member("edge", { primary: "east" }),
        peer("east", "istio-system/default", strict),
      ],
      violations: [],
    },
    {
      title: "with one for all pods, which a selector without labels is",
      resources: [
        member("east"),
        member("west"),
        peer("east", "istio-system/default", { ...strict, selector: {} }),
        peer("west", "istio-system/default", { ...strict, selector: { matchLabels: {} } }),
      ],
      violations: [],
    },
    {
      title: "with one of which only an update will know whether it is strict",
      resources: [
        member("east"),
        member("west"),
        peer("west", "istio-system/default", { mtls: { mode: unknown } }),
      ],
      violations: [
        "east: no PeerAuthentication of istio-system without a selector has spec.mtls.mode STRICT",
      ],
    },
    {
      title: "with one for a namespace, for a workload, or that is permissive",
      resources: [
        member("east"),
        member("west"),
        peer("east", "shop/default", strict),
        peer("east", "istio-system/some", { ...strict, selector: { matchLabels: { app: "a" } } }),
        peer("west", "istio-system/default", { mtls: { mode: "PERMISSIVE" } }),
      ],
      violations: [
        "east: no PeerAuthentication of istio-system without a selector has spec.mtls.mode STRICT",
        "west: no PeerAuthentication of istio-system without a selector has spec.mtls.mode STRICT",
      ],
    },
  ],
  "no-weak-peer-authentication": [
    {
      title: "that takes mutual TLS only",
      resources: [
        peer("east", "shop/default", { ...strict, portLevelMtls: { 80: { mode: "UNSET" } } }),
      ],
      violations: [],
    },
    {
      title: "that takes plaintext for a namespace and for a port",
      resources: [
        peer("east", "shop/default", {
          mtls: { mode: "PERMISSIVE" },
          portLevelMtls: { 8080: { mode: "DISABLE" } },
        }),
      ],
      violations: [
        "east/shop/default: spec.mtls.mode is PERMISSIVE, expected STRICT or UNSET",
        "east/shop/default: spec.portLevelMtls.8080.mode is DISABLE, expected STRICT or UNSET",
      ],
    },
  ],
  "no-reserved-output-headers": [
    {
      title: "that writes to headers of its own",
      resources: [
        jwt("shop/jwt", {
          issuer: "https://issuer.example.org",
          outputPayloadToHeader: "x-jwt-payload",
          outputClaimToHeaders: [{ header: "x-jwt-sub", claim: "sub" }],
        }),
      ],
      violations: [],
    },
    {
      title: "that writes to headers which others rely upon, however they are written",
      resources: [
        jwt(
          "shop/jwt",
          { outputPayloadToHeader: "X-Forwarded-Client-Cert" },
          {
            outputPayloadToHeader: "x-jwt-payload",
            outputClaimToHeaders: [
              { header: "x-jwt-sub", claim: "sub" },
              { header: ":authority", claim: "host" },
              { header: "x-envoy-original-path", claim: "path" },
            ],
          },
        ),
      ],
      violations: [
        "east/shop/jwt: spec.jwtRules[0].outputPayloadToHeader is X-Forwarded-Client-Cert, expected a header that is not reserved",
        "east/shop/jwt: spec.jwtRules[1].outputClaimToHeaders[1].header is :authority, expected a header that is not reserved",
        "east/shop/jwt: spec.jwtRules[1].outputClaimToHeaders[2].header is x-envoy-original-path, expected a header that is not reserved",
      ],
    },
    {
      title: "that writes to a header which the config has reserved in place of the usual ones",
      resources: [
        jwt(
          "shop/jwt",
          { outputPayloadToHeader: "x-tenant" },
          { outputPayloadToHeader: "x-real-ip" },
        ),
      ],
      settings: { reserved: ["x-tenant"] },
      violations: [
        "east/shop/jwt: spec.jwtRules[0].outputPayloadToHeader is x-tenant, expected a header that is not reserved",
      ],
    },
  ],
};
