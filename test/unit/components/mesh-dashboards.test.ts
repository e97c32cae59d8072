import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { remoteOnTwoNetworks } from "../../support/meshes";

describe("a mesh's dashboards", function () {
  this.timeout(10_000);
  const dashboards = {
    clusters: ["edge"],
    namespace: "monitoring",
    folder: "Istio",
    datasource: "Thanos",
  };

  it("are ConfigMaps of a cluster with a Grafana, a remote as well", async () => {
    const { resources } = await recordMesh(remoteOnTwoNetworks, {
      config: { observability: { dashboards } },
    });
    const made = resources
      .filter((one) => one.type === "kubernetes:core/v1:ConfigMap" && /dashboards_/.test(one.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const boards = ["control-plane", "mesh", "multi-cluster", "service", "workload"];
    assert.deepEqual(
      made.map(({ name, cluster, inputs }) => [name, cluster, inputs["metadata"]]),
      boards.map((one) => [
        `edge-dashboards_istio-mesh-${one}`,
        "edge",
        {
          namespace: "monitoring",
          name: `istio-mesh-${one}`,
          labels: { grafana_dashboard: "1" },
          annotations: { "pulumi.com/patchForce": "true", grafana_folder: "Istio" },
        },
      ]),
    );
    for (const { inputs } of made) {
      const [[file, text] = ["", ""]] = Object.entries(inputs["data"] as Record<string, string>);
      const { uid, links, panels } = JSON.parse(text) as {
        uid: string;
        links: unknown[];
        panels: { datasource?: { uid: string } }[];
      };
      assert.equal(file, `${uid}.json`);
      assert.equal(links.length, 4);
      assert.equal(text, JSON.stringify(JSON.parse(text)));
      assert.deepEqual(
        [...new Set(panels.map((one) => one.datasource?.uid))],
        [undefined, "Thanos"],
      );
    }
  });
});
