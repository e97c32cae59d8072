import {
  allowNothingName,
  eastWestGatewayPolicyName,
  eastWestGatewaySelector,
  peerAuthenticationName,
} from "../istio-names";
import { istioPorts } from "../istio-ports";
import type { Exposure } from "../topology";
import type { JsonObject } from "../tuning/json";
import type { SecurityConfig } from "./schema";

/** The version of the API security.istio.io that all served releases have. */
export const securityApiVersion = "security.istio.io/v1beta1";

/** One object of that API, in Istio's root namespace, where it is for the whole mesh. */
export interface SecurityObject {
  readonly kind: "PeerAuthentication" | "AuthorizationPolicy";
  readonly name: string;
  readonly spec: JsonObject;
}

/** Ports of east-west gateways by what they let through. */
const gatewayPorts: Readonly<Record<Exposure, readonly number[]>> = {
  services: [istioPorts.crossNetwork],
  istiod: [istioPorts.istiod, istioPorts.webhook],
};

/**
 * What a primary's istiod reads, for its remotes as well, in the order in which it has to come: what is allowed before all
 * else is denied.
 * @param exposes what the gateways of the primary and its remotes let through
 */
export function planSecurity(
  { mtls, defaultDeny }: SecurityConfig,
  exposes: readonly Exposure[],
): SecurityObject[] {
  return [
    ...(mtls === undefined ? [] : [peerAuthentication(mtls)]),
    ...(defaultDeny && exposes.length > 0 ? [allowGateways(exposes)] : []),
    ...(defaultDeny ? [allowNothing] : []),
  ];
}

function peerAuthentication(mode: NonNullable<SecurityConfig["mtls"]>): SecurityObject {
  return { kind: "PeerAuthentication", name: peerAuthenticationName, spec: { mtls: { mode } } };
}

/** Istio's page has an empty spec, which means this very action; what is said stays in the object. */
const allowNothing: SecurityObject = {
  kind: "AuthorizationPolicy",
  name: allowNothingName,
  spec: { action: "ALLOW" },
};

/**
 * What ends no TLS knows of no request: a gateway refuses the connection. That is so for istiod's ports, up to 1.19 for
 * AUTO_PASSTHROUGH, too; who may ask is for the sidecar, or for istiod, to say.
 * Source: https://github.com/istio/istio/issues/26626 and https://github.com/istio/istio/pull/46899
 */
function allowGateways(exposes: readonly Exposure[]): SecurityObject {
  const ports = exposes.flatMap((one) => gatewayPorts[one]).map(String);
  return {
    kind: "AuthorizationPolicy",
    name: eastWestGatewayPolicyName,
    spec: {
      selector: { matchLabels: { ...eastWestGatewaySelector } },
      action: "ALLOW",
      rules: [{ to: [{ operation: { ports } }] }],
    },
  };
}
