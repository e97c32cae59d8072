import type { Subject } from "../rule";
import { gatewayKeepsClientAddresses } from "./exposure/client-addresses";
import { autoPassthroughCrossNetworkOnly } from "./exposure/cross-network";
import { eastWestGatewayNotPublic } from "./exposure/east-west-gateway";
import { istiodForRemotesOnly } from "./exposure/istiod";

export const exposure: Subject = {
  title: "Exposure",
  rules: [
    autoPassthroughCrossNetworkOnly,
    eastWestGatewayNotPublic,
    istiodForRemotesOnly,
    gatewayKeepsClientAddresses,
  ],
};
