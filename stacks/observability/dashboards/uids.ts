/** Addresses in Grafana, by which dashboards lead to each other. */
export const uids = {
  mesh: "istio-mesh-mesh",
  service: "istio-mesh-service",
  workload: "istio-mesh-workload",
  controlPlane: "istio-mesh-control-plane",
  multiCluster: "istio-mesh-multi-cluster",
} as const;
