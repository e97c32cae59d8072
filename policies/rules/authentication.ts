import { istioNamespace } from "../../stacks/istio-names";
import { namespaceOf } from "../resource";
import { ofKinds, type ResourceRule, type StackRule, type Subject } from "../rule";
import { decided } from "../decided";
import { at, fieldsAt, textAt } from "../values";

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
    stack.clusters
      .filter((one) => one.primary === undefined)
      .flatMap(({ name }) => {
        const { found, undecided } = decided(stack.of(peerAuthentication), (one) =>
          one.cluster === name &&
          namespaceOf(one) === istioNamespace &&
          at(one.props, "spec", "selector") === undefined
            ? [textAt(one.props, "spec", "mtls", "mode")]
            : [],
        );
        return undecided.length > 0 || found.includes("STRICT")
          ? []
          : [
              {
                message: `no PeerAuthentication of ${istioNamespace} without a selector has spec.mtls.mode STRICT`,
                about: { cluster: name },
              },
            ];
      }),
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

export const authentication: Subject = {
  title: "Authentication",
  rules: [meshWideStrictMtls, noWeakPeerAuthentication],
};
