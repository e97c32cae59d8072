import assert from "node:assert/strict";
import { LoadingClusters } from "../../../support/loading-clusters";

describe("a chart of another project that is to be on this machine", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const kiali = { cluster: "c0", by: "chart", auth: { strategy: "anonymous" } };
  const sections = {
    metrics: (chart: object) => ({ metrics: { by: "chart", chart } }),
    kiali: (chart: object) => ({
      metrics: { query: { url: "http://prometheus:9090" } },
      kiali: { ...kiali, chart },
    }),
  };
  for (const [section, withChart] of Object.entries(sections)) {
    it(`is there, as a folder or packed, for ${section}`, async () => {
      const config = (path: string) => ({ observability: JSON.stringify(withChart({ path })) });
      await clusters.start({});
      const none = `${clusters.folder}/none`;
      assert.deepEqual(await clusters.problems({}, config(none)), [
        `istio-mesh:observability.${section}.chart.path: there is no chart "${none}", expected a folder with Chart.yaml, or what helm package makes`,
      ]);
      assert.equal((await clusters.problems({}, config(__dirname))).length, 1);
      await clusters.load({}, config(clusters.write("chart.tgz", "")));
      clusters.write("Chart.yaml", "");
      await clusters.load({}, config(clusters.folder));
    });
  }
});
