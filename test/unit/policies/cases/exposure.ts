import type { Cases } from "./case";
import { clientAddresses } from "./exposure/client-addresses";
import { crossNetwork } from "./exposure/cross-network";
import { eastWestGateway } from "./exposure/east-west-gateway";
import { istiod } from "./exposure/istiod";

export const exposure: Cases = {
  ...crossNetwork,
  ...eastWestGateway,
  ...istiod,
  ...clientAddresses,
};
