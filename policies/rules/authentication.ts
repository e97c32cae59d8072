import { istioNamespace } from "../../stacks/istio-names";
import { matches } from "../allow";
import { primariesWithout } from "../seen/mesh-wide";
import { ofKinds, type ResourceRule, type StackRule, type Subject } from "../rule";
import { textsSetting } from "../setting";
import { fieldsAt, listAt, textAt } from "../values";

const peerAuthentication = "security.istio.io/PeerAuthentication";
const source = "https://istio.io/latest/docs/ops/best-practices/security/#mutual-tls";

const meshWideStrictMtls: StackRule = {
  name: "mesh-wide-strict-mtls",
  description: "Every primary has a PeerAuthentication for the whole mesh that is STRICT",
  why: "Without it proxies also take plaintext: anybody who reaches a pod is let in, with no identity to be checked.",
  remediation: "set security.mtls to STRICT",
  severity: "critical",
  level: "mandatory",
  source,
  checkStack: (stack) =>
    primariesWithout(
      stack,
      peerAuthentication,
      ({ props }) => textAt(props, "spec", "mtls", "mode") === "STRICT",
    ).map((cluster) => ({
      message: `no PeerAuthentication of ${istioNamespace} without a selector has spec.mtls.mode STRICT`,
      about: { cluster },
    })),
};

const weak = ["DISABLE", "PERMISSIVE"];

const noWeakPeerAuthentication: ResourceRule = {
  name: "no-weak-peer-authentication",
  description: "No PeerAuthentication takes plaintext, for no port either",
  why: "One that is PERMISSIVE or DISABLE opens a hole in a mesh that is strict.",
  remediation:
    "take the mode away, or set it to STRICT; for a workload that moves into the mesh name it in `allow` until it has",
  severity: "high",
  level: "mandatory",
  source,
  check: ofKinds([peerAuthentication], ({ props }) => {
    const ports = Object.keys(fieldsAt(props, "spec", "portLevelMtls")).map((port) => [
      "portLevelMtls",
      port,
    ]);
    return [["mtls"], ...ports].flatMap((path) => {
      const mode = textAt(props, "spec", ...path, "mode");
      return mode !== undefined && weak.includes(mode)
        ? [`spec.${path.join(".")}.mode is ${mode}, expected STRICT or UNSET`]
        : [];
    });
  }),
};

const reserved = textsSetting(
  "reserved",
  [
    ":*",
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "forwarded",
    "host",
    "proxy-authorization",
    "te",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-client-ip",
    "x-envoy-*",
    "x-forwarded-*",
    "x-istio-*",
    "x-original-*",
    "x-real-ip",
    "x-request-id",
  ],
  "Names of headers that no claim may be written to, in lower case; * stands for any text.",
);

const noReservedOutputHeaders: ResourceRule = {
  name: "no-reserved-output-headers",
  description:
    "No RequestAuthentication writes what a token says to a header that others rely upon",
  why: "Who gets a token then chooses where a request seems to come from, where it goes, or as whom it calls.",
  remediation: "write it to a header of your own, such as x-jwt-payload",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/config/security/jwt/#JWTRule",
  settings: reserved.schema,
  check: ofKinds(["security.istio.io/RequestAuthentication"], ({ props }, settings) =>
    listAt(props, "spec", "jwtRules").flatMap((rule, at) =>
      [
        ["outputPayloadToHeader", textAt(rule, "outputPayloadToHeader")] as const,
        ...listAt(rule, "outputClaimToHeaders").map(
          (one, index) => [`outputClaimToHeaders[${index}].header`, textAt(one, "header")] as const,
        ),
      ].flatMap(([field, header]) =>
        header !== undefined &&
        reserved.read(settings).some((pattern) => matches(header.toLowerCase(), pattern))
          ? [`spec.jwtRules[${at}].${field} is ${header}, expected a header that is not reserved`]
          : [],
      ),
    ),
  ),
};

export const authentication: Subject = {
  title: "Authentication",
  rules: [meshWideStrictMtls, noWeakPeerAuthentication, noReservedOutputHeaders],
};
