import { networkLabel } from "../../stacks/istio-names";
import { istioPorts } from "../../stacks/istio-ports";
import { type KubernetesObject, labelOf } from "./resource";
import { at, listAt, textAt } from "../values";

export const istioGateway = "networking.istio.io/Gateway";
export const kubernetesGateway = "gateway.networking.k8s.io/Gateway";

/** A port of a gateway: a server of Istio's own API, or a listener of Kubernetes' Gateway API. */
export interface Listener {
  /** Its place in the object, such as `spec.servers[0]`. */
  readonly path: string;
  readonly name: string | undefined;
  readonly port: { readonly path: string; readonly number: unknown };
  /** In lower case, for Istio takes either. */
  readonly protocol: string;
  /** Istio's name of the mode, whichever API says it; undefined if there is no TLS. */
  readonly tlsMode: string | undefined;
  /** Whether all that it answers is that HTTPS is elsewhere; a listener of Kubernetes' API leaves that to its routes. */
  readonly redirectsToHttps: boolean;
  readonly hosts: readonly ListenerHost[];
}

export interface ListenerHost {
  readonly path: string;
  /** What stands there; undefined if nothing does. */
  readonly text: string | undefined;
  /** Without a namespace; `*` for any. */
  readonly name: string;
  /** Whether routes of any namespace may serve it. */
  readonly isForAll: boolean;
}

/** The listeners of a Gateway; none of any other object, nor of one whose pods face no client outside the mesh. */
export function listenersOf(object: KubernetesObject): readonly Listener[] {
  switch (object.groupKind) {
    case istioGateway:
      return listAt(object.props, "spec", "servers").map(ofServer);
    case kubernetesGateway:
      return isWithinMesh(object)
        ? []
        : listAt(object.props, "spec", "listeners").map((one, i) => ofListener(object, one, i));
    default:
      return [];
  }
}

/**
 * Waypoints, and what stands for a gateway that is elsewhere.
 * Source: https://github.com/istio/istio/blob/1.22.8/pkg/config/constants/constants.go
 */
export function isWithinMesh({ props }: KubernetesObject): boolean {
  return ["istio-waypoint", "istio-remote"].includes(
    textAt(props, "spec", "gatewayClassName") ?? "",
  );
}

/** https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
function ofServer(server: unknown, i: number): Listener {
  const path = `spec.servers[${i}]`;
  return {
    path,
    name: textAt(server, "name"),
    port: { path: `${path}.port.number`, number: at(server, "port", "number") },
    protocol: protocolAt(server, "port", "protocol"),
    tlsMode: textAt(server, "tls", "mode"),
    redirectsToHttps: at(server, "tls", "httpsRedirect") === true,
    hosts: listAt(server, "hosts").map((host, j) => {
      const text = String(host);
      const [name = "", namespace = "*"] = text.split("/").reverse();
      return { path: `${path}.hosts[${j}]`, text, name, isForAll: namespace === "*" };
    }),
  };
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#listener */
function ofListener(object: KubernetesObject, listener: unknown, i: number): Listener {
  const path = `spec.listeners[${i}]`;
  const protocol = protocolAt(listener, "protocol");
  const text = textAt(listener, "hostname");
  const isForAll = textAt(listener, "allowedRoutes", "namespaces", "from") === "All";
  return {
    path,
    name: textAt(listener, "name"),
    port: { path: `${path}.port`, number: at(listener, "port") },
    protocol,
    tlsMode: tlsModeOf(object, listener),
    redirectsToHttps: false,
    // Of others the API reads no hostname.
    hosts: ["http", "https", "tls"].includes(protocol)
      ? [{ path: `${path}.hostname`, text, name: text ?? "*", isForAll }]
      : [],
  };
}

/** Source: https://github.com/istio/istio/blob/1.22.8/pilot/pkg/serviceregistry/kube/conversion.go (IsAutoPassthrough) */
function tlsModeOf(object: KubernetesObject, listener: unknown): string | undefined {
  if (at(listener, "tls") === undefined) {
    return undefined;
  }
  if (textAt(listener, "tls", "mode") !== "Passthrough") {
    return "SIMPLE";
  }
  const isAuto =
    textAt(listener, "tls", "options", "gateway.istio.io/listener-protocol") ===
      "auto-passthrough" ||
    (labelOf(object, networkLabel) !== undefined &&
      at(listener, "port") === istioPorts.crossNetwork);
  return isAuto ? "AUTO_PASSTHROUGH" : "PASSTHROUGH";
}

function protocolAt(value: unknown, ...path: readonly string[]): string {
  return (textAt(value, ...path) ?? "").toLowerCase();
}
