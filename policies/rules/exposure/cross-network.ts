import { istioPorts } from "../../../stacks/istio-ports";
import { istioGateway, kubernetesGateway, type Listener, listenersOf } from "../../seen/listeners";
import { ofKinds, type ResourceRule } from "../../rule";

const { crossNetwork } = istioPorts;

export const autoPassthroughCrossNetworkOnly: ResourceRule = {
  name: "auto-passthrough-cross-network-only",
  description: `AUTO_PASSTHROUGH is only on port ${crossNetwork}, for hosts under .local, and *.local only there`,
  why: "It leads to every service of the mesh that a client names by SNI; on another port, or for other hosts, that is the internet.",
  remediation: `give the Gateway port ${crossNetwork} and hosts under .local, or another tls.mode; the stack makes its own, see clusters[].eastWestGateway`,
  severity: "critical",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode",
  check: ofKinds([istioGateway, kubernetesGateway], (object) =>
    listenersOf(object)
      // Between networks of an ambient mesh, where it means another thing.
      .filter(({ protocol }) => protocol !== "hbone")
      .flatMap((one) => (one.tlsMode === "AUTO_PASSTHROUGH" ? ofAuto(one) : ofOther(one))),
  ),
};

function ofAuto({ port, hosts }: Listener): string[] {
  return [
    ...(port.number === crossNetwork
      ? []
      : [`${port.path} is ${String(port.number)} with AUTO_PASSTHROUGH, expected ${crossNetwork}`]),
    ...hosts
      .filter(({ name }) => !name.endsWith(".local"))
      .map(
        ({ path, text }) =>
          `${path} is ${text ?? "missing"} with AUTO_PASSTHROUGH, expected *.local, or a host under it`,
      ),
  ];
}

function ofOther({ tlsMode, hosts }: Listener): string[] {
  return hosts
    .filter(({ name }) => name.startsWith("*") && name.endsWith(".local"))
    .map(
      ({ path, text }) =>
        `${path} is ${text ?? ""} with ${tlsMode ?? "no TLS"}, expected hosts outside of the mesh's own`,
    );
}
