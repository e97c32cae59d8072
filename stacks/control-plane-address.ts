import { isIPv4, isIPv6 } from "node:net";
import type { ControlPlaneAccess } from "./cluster-schema";
import { istioPorts } from "./istio-ports";

/** How a remote reaches its primary's istiod. */
export interface ControlPlaneAddress {
  /** IPv4 address or hostname, Istio's `global.remotePilotAddress`. */
  readonly remotePilotAddress: string;
  /** Where the remote's API server calls the injection webhook: a path of its Service `istiod`, or a URL. */
  readonly injection: { readonly path: string } | { readonly url: string };
  /** What was chosen and why, for people. */
  readonly reason: string;
}

/** What an address is chosen from. */
export interface AddressQuestion {
  readonly access: ControlPlaneAccess;
  /** IP or hostname of the primary's gateway. */
  readonly gateway: string;
  /** The remote. */
  readonly cluster: string;
  readonly network: string;
  /** IPv4 addresses of a hostname, at least one. @throws Error if it has none */
  resolve(hostname: string): Promise<readonly string[]>;
}

/**
 * Chooses how a remote reaches its primary's istiod. With an IPv4 address the remote profile makes a Service with
 * Endpoints, which maps 443 to 15017; with a hostname one of type ExternalName, which maps no ports, so that the
 * webhook would be called on the gateway's 443.
 * Source: https://github.com/istio/istio/blob/1.22.0/manifests/charts/istiod-remote/templates/services.yaml
 * @throws Error if the gateway has an IPv6 address, which the remote profile takes for a hostname
 */
export async function chooseControlPlaneAddress(
  question: AddressQuestion,
): Promise<ControlPlaneAddress> {
  const { access, gateway, cluster, network } = question;
  const path = `/inject/cluster/${cluster}/net/${network}`;
  if (typeof access === "object") {
    return {
      remotePilotAddress: access.host,
      injection: { url: `https://${access.host}:${istioPorts.webhook}${path}` },
      reason: `${access.host} is the name that the config gives; the webhook is called there by injectionURL`,
    };
  }
  if (isIPv6(gateway)) {
    throw new Error(
      `cluster ${cluster}: its primary's gateway has the IPv6 address ${gateway}, which Istio's remote profile does not take; give controlPlaneAddress: { host } a name that leads to it`,
    );
  }
  const byPath = { injection: { path } };
  if (isIPv4(gateway)) {
    return {
      ...byPath,
      remotePilotAddress: gateway,
      reason: `${gateway} is the gateway's IP; the Service istiod maps 443 to 15017 there`,
    };
  }
  if (access === "webhookOn443") {
    return {
      ...byPath,
      remotePilotAddress: gateway,
      reason: `${gateway} is a hostname, for which the Service istiod maps no ports; the gateway has the webhook on 443 too`,
    };
  }
  // Always the same one of several, so that the next update does not change it for nothing.
  const [address = ""] = [...(await question.resolve(gateway))].sort();
  return {
    ...byPath,
    remotePilotAddress: address,
    reason: `${address} is what ${gateway} resolved to in this update; the next one asks again`,
  };
}
