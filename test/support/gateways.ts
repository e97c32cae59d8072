import type { GatewayPlan } from "../../stacks/gateway-plan";
import { planMesh } from "../../stacks/mesh-plan";
import { oneCluster, stackConfig } from "./meshes";

/** The plan of an east-west gateway, on the network net-east, that serves no remotes. */
export function eastWestGateway(config: object = {}): GatewayPlan {
  const places = [["east", "net-east", { eastWestGateway: true }]] as const;
  const [east] = planMesh(stackConfig(places, { eastWestGateway: config })).primaries;
  if (east?.eastWestGateway === undefined) {
    throw new Error("there is no gateway");
  }
  return east.eastWestGateway;
}

/** The plans of the gateways that a config names, on the only cluster. */
export function gateways(...configs: readonly object[]): readonly GatewayPlan[] {
  const [east] = planMesh(stackConfig(oneCluster, { gateways: configs })).primaries;
  return east?.gateways ?? [];
}

/** The plan of one such gateway. */
export function gateway(config: object): GatewayPlan {
  const [only] = gateways({ name: "istio-ingressgateway", kind: "ingress", ...config });
  if (only === undefined) {
    throw new Error("there is no gateway");
  }
  return only;
}
