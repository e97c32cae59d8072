import assert from "node:assert/strict";
import { chartReference, remoteChart } from "../../../../stacks/control-planes/charts";
import type { ChartsConfig } from "../../../../stacks/control-planes/schema";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const digests = { "1.23.4": { istiod: digest } };

describe("where a chart is", () => {
  const table: readonly [what: string, charts: ChartsConfig | undefined, expected: object][] = [
    [
      "is Istio's own repository if nothing is said",
      undefined,
      {
        chart: "istiod",
        version: "1.23.4",
        repository: "https://istio-release.storage.googleapis.com/charts",
      },
    ],
    [
      "is another repository",
      { repository: "https://charts.example.org/istio", digests: {} },
      { chart: "istiod", version: "1.23.4", repository: "https://charts.example.org/istio" },
    ],
    [
      "is a URL of an OCI registry, with the version as its tag",
      { repository: "oci://registry.example.org/istio/", digests: {} },
      { chart: "oci://registry.example.org/istio/istiod", version: "1.23.4" },
    ],
    [
      "is a digest there, where one is given: a tag can be moved",
      { repository: "oci://registry.example.org/istio", digests },
      { chart: `oci://registry.example.org/istio/istiod@${digest}` },
    ],
    [
      "is a file named after its digest, downloaded from a repository, where one is given",
      { repository: "https://charts.example.org/istio", digests },
      {
        chart: `.charts/${digest.replace(":", "-")}.tgz`,
        archive: {
          digest,
          from: {
            repository: "https://charts.example.org/istio",
            name: "istiod",
            version: "1.23.4",
          },
        },
      },
    ],
    [
      "is a folder below a path",
      { path: "charts/istio", digests: {} },
      { chart: "charts/istio/istiod" },
    ],
    [
      "is a folder below a path that names the version",
      { path: "charts/{version}", digests: {} },
      { chart: "charts/1.23.4/istiod" },
    ],
    [
      "is a packed chart below a path, where a digest of it is given",
      { path: "charts", digests },
      { chart: "charts/istiod-1.23.4.tgz", archive: { digest } },
    ],
  ];
  for (const [what, charts, expected] of table) {
    it(what, () => {
      assert.deepEqual(chartReference(charts, "istiod", "1.23.4"), expected);
    });
  }

  it("is said without a digest for other charts and other versions, which nothing would check", () => {
    const charts = { repository: "oci://registry.example.org/istio", digests };
    assert.deepEqual(chartReference(charts, "base", "1.23.4"), {
      chart: "oci://registry.example.org/istio/base",
      version: "1.23.4",
      unchecked: { name: "base", version: "1.23.4" },
    });
    assert.deepEqual(chartReference(charts, "istiod", "1.23.5"), {
      chart: "oci://registry.example.org/istio/istiod",
      version: "1.23.5",
      unchecked: { name: "istiod", version: "1.23.5" },
    });
  });

  it("has nothing to be checked by where no chart has a digest", () => {
    const charts = { path: "charts", digests: { "1.23.4": {} } };
    assert.deepEqual(chartReference(charts, "base", "1.23.4"), { chart: "charts/base" });
  });
});

describe("the chart of a remote", () => {
  const chart = (version: string) => remoteChart({ path: "charts", digests: {} }, version);

  it("is one of its own up to 1.23", () => {
    assert.deepEqual(chart("1.23.6"), {
      name: "istiod-remote",
      reference: { chart: "charts/istiod-remote" },
    });
  });

  it("is that of primaries from 1.24 on", () => {
    assert.deepEqual(chart("1.24.0"), { name: "istiod", reference: { chart: "charts/istiod" } });
  });
});
