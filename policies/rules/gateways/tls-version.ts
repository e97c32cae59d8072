import { istioGateway } from "../../seen/listeners";
import { ofKinds, type ResourceRule } from "../../rule";
import { listAt, textAt } from "../../values";

const broken = ["TLSV1_0", "TLSV1_1"];

/**
 * What is unset, or TLS_AUTO, is TLSV1_2 in every Istio that is served: it is Envoy's own default since Istio 1.14, and
 * `meshConfig.tlsDefaults` can only raise it. A listener of Kubernetes' Gateway cannot say another.
 * Source: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings,
 * https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-TLSConfig and
 * https://github.com/istio/istio/issues/59470
 */
export const gatewayTlsVersion: ResourceRule = {
  name: "gateway-tls-version",
  description: "No Gateway lets clients speak TLS older than 1.2",
  why: "TLS 1.0 and 1.1 can be broken, and a client can be made to fall back to them.",
  remediation:
    "set the version to TLSV1_2 or newer in the Gateway, or leave it out, which is TLSV1_2",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings",
  check: ofKinds([istioGateway], ({ props }) =>
    listAt(props, "spec", "servers").flatMap((server, i) =>
      ["minProtocolVersion", "maxProtocolVersion"].flatMap((field) => {
        const version = textAt(server, "tls", field) ?? "";
        return broken.includes(version)
          ? [`spec.servers[${i}].tls.${field} is ${version}, expected TLSV1_2 or newer`]
          : [];
      }),
    ),
  ),
};
