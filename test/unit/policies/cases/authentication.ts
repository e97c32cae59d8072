import { type Cases, member, object } from "./case";

const peer = (cluster: string, address: string, spec: object) =>
  object(cluster, "security.istio.io/v1beta1:PeerAuthentication", address, { spec });
const strict = { mtls: { mode: "STRICT" } };

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
};
