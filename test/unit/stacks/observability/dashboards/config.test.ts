import assert from "node:assert/strict";
import { planMesh } from "../../../../../stacks/mesh-plan";
import {
  type Place,
  rawConfig,
  remoteOnTwoNetworks,
  stackConfig,
  twoNetworks,
} from "../../../../support/meshes";
import { problems } from "../../../../support/problems";

/** Plans of the clusters' dashboards, by cluster. */
function planned(
  dashboards: unknown,
  places: readonly Place[] = twoNetworks,
  other: object = {},
): Record<string, unknown> {
  const config = stackConfig(places, { observability: { dashboards }, ...other });
  const { primaries, remotes } = planMesh(config);
  return Object.fromEntries(
    [...primaries, ...remotes].map((one) => [one.name, one.observability.dashboards]),
  );
}

describe("the dashboards of a mesh, in its config", () => {
  const usual = {
    namespace: "istio-system",
    labels: { grafana_dashboard: "1" },
    annotations: {},
    datasource: undefined,
    gateways: [],
  };

  it("are on no cluster, on all, or on those that are named, remotes too", () => {
    assert.deepEqual(planned(undefined), { east: undefined, west: undefined });
    assert.deepEqual(planned({}), { east: usual, west: usual });
    assert.deepEqual(planned({ clusters: ["edge"] }, remoteOnTwoNetworks), {
      east: undefined,
      edge: usual,
    });
  });

  it("are where Grafana's sidecar looks for them, in the folder that it makes of an annotation", () => {
    const dashboards = {
      clusters: ["east"],
      namespace: "monitoring",
      labels: { "example.org/dashboards": "istio" },
      folder: "Service mesh",
      datasource: "Thanos",
    };
    const expected = {
      namespace: "monitoring",
      labels: { "example.org/dashboards": "istio" },
      annotations: { grafana_folder: "Service mesh" },
      datasource: "Thanos",
      gateways: [],
    };
    assert.deepEqual(planned(dashboards), { east: expected, west: undefined });
    assert.deepEqual(planned({ ...dashboards, folderAnnotation: "k8s-sidecar/folder" })["east"], {
      ...expected,
      annotations: { "k8s-sidecar/folder": "Service mesh" },
    });
  });

  it("know the config's gateways, whichever cluster they are on", () => {
    const gateways = [{ name: "public", namespace: "web", kind: "ingress", clusters: ["west"] }];
    const { east } = planned({ clusters: ["east"] }, twoNetworks, { gateways });
    assert.deepEqual(east, { ...usual, gateways: ["public"] });
  });

  it("are on clusters of the mesh, with a label that a sidecar can ask for", () => {
    const dashboards = { clusters: ["east", "est"], labels: {}, folder: "", datasource: "" };
    const found = problems(rawConfig(twoNetworks, { observability: { dashboards } }));
    assert.deepEqual(found, [
      "istio-mesh:observability.dashboards.labels: expected the label that the sidecar asks for, got {}",
      'istio-mesh:observability.dashboards.folder: expected the name of a folder, leave it out for none, got ""',
      'istio-mesh:observability.dashboards.datasource: expected a name or uid, leave it out to choose above the dashboard, got ""',
    ]);
    const unknown = { clusters: ["east", "est"] };
    assert.deepEqual(problems(rawConfig(twoNetworks, { observability: { dashboards: unknown } })), [
      'istio-mesh:observability.dashboards.clusters[1]: unknown cluster "est", expected one of east, west',
    ]);
  });
});
