import type { Panel } from "./model";
import { ofCluster, sum } from "./promql";

const builds = (filter: string) => `istio_build{${ofCluster}, ${filter}}`;

/** Which Istio runs where. */
export const versionPanels: readonly Panel[] = [
  {
    kind: "stat",
    title: "Versions of istiod",
    description: "How many there are in the mesh. Two while an upgrade goes on, else one.",
    unit: "short",
    thresholds: ["green", { from: 2, color: "orange" }, { from: 3, color: "red" }],
    queries: [{ expr: `count(${sum(builds('component="pilot"'), ["tag"])})`, legend: "" }],
  },
  {
    kind: "table",
    title: "Versions by cluster",
    description:
      "istiods, proxies and others of each version. A proxy keeps its version until its pod is made anew.",
    unit: "short",
    width: 20,
    columns: { cluster: "Cluster", component: "Component", tag: "Version" },
    queries: [
      { expr: sum(builds('component!=""'), ["cluster", "component", "tag"]), legend: "Count" },
    ],
  },
];
