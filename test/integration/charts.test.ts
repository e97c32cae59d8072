import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { chartReference } from "../../stacks/control-planes/charts";
import { loadCharts } from "../../stacks/control-planes/load-charts";
import { type ChartsConfig, chartsSchema } from "../../stacks/control-planes/schema";
import { ensureParts } from "../../toolchain/parts";
import { ensurePulumi } from "../../toolchain/pulumi";
import { oneCluster, stackConfig } from "../support/meshes";
import { ChartRepository } from "./support/chart-repository";
import { OciRegistry } from "./support/oci-registry";
import { digestOf, packChart, type PackedChart } from "./support/packed-chart";
import { ChartRenderer, type Objects } from "./support/rendered-chart";

const version = "1.22.8";
const mesh = { id: "payments", version, installer: "helm" };
const deployment = "apps_v1-deployment-istio-system-istiod.yaml";
const addition = "v1-configmap-istio-system-added.yaml";
const digestsOf = (istiod: string) => ({ [version]: { istiod } });

describe("istiod's chart, rendered by the real plugin", () => {
  let folder = "";
  let source = "";
  let istiod: PackedChart;
  let renderer: ChartRenderer;
  /** What the packed chart renders, wherever it comes from. */
  let expected: Objects;
  let registry: OciRegistry;
  const ends: (() => Promise<void>)[] = [];
  const place = (...parts: readonly string[]): string => {
    const made = path.join(folder, ...parts);
    fs.mkdirSync(made, { recursive: true });
    return made;
  };
  const render = (charts: ChartsConfig, env?: Readonly<Record<string, string>>) =>
    renderer.render(chartReference(charts, "istiod", version), env);

  before("as a file", async function () {
    this.timeout(1_800_000);
    const parts = await ensureParts(["oci-registry", "istio-charts"]);
    const pulumi = await ensurePulumi();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "istio-mesh-charts-"));
    ends.push(() => fs.promises.rm(folder, { recursive: true }));
    registry = await OciRegistry.start(parts["oci-registry"], place("registry"));
    ends.push(() => registry.stop());
    fs.writeFileSync(path.join(place("docker"), "config.json"), registry.login);
    fs.writeFileSync(path.join(place("helm", "registry"), "config.json"), registry.login);
    const trust = { SSL_CERT_FILE: registry.certificate };
    renderer = await ChartRenderer.create(place("pulumi"), pulumi, trust);
    source = path.join(parts["istio-charts"], "istiod");
    istiod = packChart(source, version);
    fs.writeFileSync(path.join(folder, `istiod-${version}.tgz`), istiod.content);
    expected = await render({ path: folder, digests: digestsOf(digestOf(istiod.content)) });
    assert.match(expected[deployment] ?? "", /kind: Deployment/);
  });

  after("nothing runs on", async () => {
    for (const end of ends.reverse()) {
      await end();
    }
  });

  it("is the same from a repository, by its version, which Helm asks for, and by its digest", async () => {
    const repository = await ChartRepository.start(istiod);
    ends.push(() => repository.stop());
    assert.deepEqual(await render({ repository: repository.url, digests: {} }), expected);
    const digests = digestsOf(digestOf(istiod.content));
    const charts = { repository: repository.url, digests };
    const before = process.cwd();
    process.chdir(renderer.folder);
    try {
      const config = { ...stackConfig(oneCluster, { mesh }), charts };
      // The config has a digest of the one chart that this repository has.
      const [problem, ...others] = await loadCharts(config, "");
      assert.match(problem?.message ?? "", /^none for base of 1\.22\.8, which would go unchecked/);
      assert.deepEqual(others, []);
    } finally {
      process.chdir(before);
    }
    assert.deepEqual(await render(charts), expected);
  });

  describe("from an OCI registry that asks for a login", () => {
    let digest = "";
    const from = (wanted?: string): ChartsConfig =>
      chartsSchema.parse({
        repository: `oci://${registry.host}/istio`,
        ...(wanted === undefined ? {} : { digests: digestsOf(wanted) }),
      });
    const docker = () => ({ DOCKER_CONFIG: place("docker") });
    const rendersNothing = async (
      charts: ChartsConfig,
      reason: RegExp,
      env: Readonly<Record<string, string>>,
    ): Promise<void> => {
      await assert.rejects(render(charts, env), reason);
      assert.deepEqual(renderer.rendered(), {});
    };

    before("pushed", async () => {
      digest = await registry.push("istio/istiod", istiod);
    });

    it("is nothing without a login", async () => {
      await rendersNothing(from(), /basic credential not found/, {});
    });

    it("is the same by its version with Docker's login, and by its digest with Helm's", async () => {
      assert.deepEqual(await render(from(), docker()), expected);
      assert.deepEqual(await render(from(digest), { HELM_CONFIG_HOME: place("helm") }), expected);
    });

    it("stays the same by its digest when the tag of its version is moved", async () => {
      const added = {
        "added.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: added }\n",
      };
      const other = await registry.push("istio/istiod", packChart(source, version, added));
      assert.notEqual(other, digest);
      assert.deepEqual(
        Object.keys(await render(from(), docker())).sort(),
        [...Object.keys(expected), addition].sort(),
      );
      assert.deepEqual(await render(from(digest), docker()), expected);
    });

    it("is nothing for a digest that the registry does not have, which the error names", async () => {
      const none = digestOf("no manifest");
      await rendersNothing(from(none), new RegExp(`istio/istiod@${none}: not found`), docker());
    });

    it("is nothing if the registry sends something else for a digest", async () => {
      registry.spoil(digestOf(istiod.content));
      await rendersNothing(
        from(digest),
        /unable to locate the chart: .* mismatched digest/,
        docker(),
      );
    });
  });
});
