import type { KialiPlan } from "../../stacks/observability/kiali/plan";

/** The plan of a Kiali on east, of which the config says nothing but what it has to. */
export const kialiPlan: KialiPlan = {
  cluster: "east",
  namespace: "istio-system",
  auth: { strategy: "anonymous" },
  grafana: undefined,
  tracing: undefined,
  thanos: false,
  spec: {},
  installer: { by: "operator", version: undefined },
  queryUrl: "http://thanos.monitoring:9090",
  revision: "default",
  hasDashboards: false,
  watches: [{ cluster: "west", server: undefined, caData: undefined }],
};
