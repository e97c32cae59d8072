import type { Subject } from "../rule";
import { noEnvoyFilter, noMeshWideEnvoyFilter } from "./proxies/envoy-filters";
import { gatewayLabelsOnGateways } from "./proxies/gateway-labels";
import {
  allTrafficCaptured,
  noPodsAsProxyUser,
  noProxyOverrides,
  podsInMesh,
} from "./proxies/mesh-pods";

export const proxies: Subject = {
  title: "Proxies",
  rules: [
    noEnvoyFilter,
    noMeshWideEnvoyFilter,
    podsInMesh,
    allTrafficCaptured,
    noProxyOverrides,
    noPodsAsProxyUser,
    gatewayLabelsOnGateways,
  ],
};
