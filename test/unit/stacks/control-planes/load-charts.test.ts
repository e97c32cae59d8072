import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { ChartsConfig } from "../../../../stacks/control-planes/schema";
import { loadCharts } from "../../../../stacks/control-planes/load-charts";
import {
  oneCluster,
  type Place,
  remoteOnTwoNetworks,
  stackConfig,
  twoNetworks,
} from "../../../support/meshes";

const packed = { base: "the packed base", istiod: "the packed istiod" } as const;
const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const digests = {
  "1.22.8": { base: digestOf(packed.base), istiod: digestOf(packed.istiod) },
};
const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
const load = async (
  charts?: ChartsConfig,
  places: readonly Place[] = oneCluster,
  other: object = {},
) => {
  const config = { ...stackConfig(places, { mesh, ...other }), charts };
  return (await loadCharts(config, "")).map((one) => `${one.path}: ${one.message}`);
};

describe("the charts that are on this machine", () => {
  const before = process.cwd();
  beforeEach(() => {
    process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), "charts-")));
  });
  afterEach(() => {
    const folder = process.cwd();
    process.chdir(before);
    fs.rmSync(folder, { recursive: true });
  });

  it("are folders with a chart in them", async () => {
    const missing = (name: string) =>
      `charts: there is no chart "charts/1.22.8/${name}", expected a folder with Chart.yaml`;
    const charts = { path: "charts/{version}", digests: {} };
    assert.deepEqual(await load(charts), [missing("base"), missing("istiod")]);
    for (const name of ["base", "istiod"]) {
      fs.mkdirSync(`charts/1.22.8/${name}`, { recursive: true });
      fs.writeFileSync(`charts/1.22.8/${name}/Chart.yaml`, "");
    }
    assert.deepEqual(await load(charts), []);
  });

  it("are what their digests say, if they are packed", async () => {
    const charts = { path: ".", digests };
    fs.writeFileSync("base-1.22.8.tgz", packed.base);
    assert.deepEqual(await load(charts), [
      'charts: there is no chart "./istiod-1.22.8.tgz", expected what helm package makes',
    ]);
    fs.writeFileSync("istiod-1.22.8.tgz", "something else");
    assert.deepEqual(await load(charts), [
      `charts: "./istiod-1.22.8.tgz" is ${digestOf("something else")}, expected ${digestOf(packed.istiod)}`,
    ]);
    fs.writeFileSync("istiod-1.22.8.tgz", packed.istiod);
    assert.deepEqual(await load(charts), []);
  });

  it("are Helm's business in a registry, and in a repository without digests", async () => {
    assert.deepEqual(await load({ repository: "oci://registry.example.org", digests }), []);
    assert.deepEqual(await load({ repository: "https://charts.example.org", digests: {} }), []);
    assert.deepEqual(await load(), []);
  });
});

describe("the digests of charts", () => {
  const sha = digestOf("any");
  const registry = "oci://registry.example.org";
  const found = (
    given: ChartsConfig["digests"],
    places: readonly Place[],
    other: object = {},
  ): Promise<string[]> => load({ repository: registry, digests: given }, places, other);
  const lacks = (names: string, version: string) =>
    `charts.digests: none for ${names} of ${version}, which would go unchecked; give one for each chart in use, or take all out`;
  const upgrade = { version: "1.23.4", revision: "1-23-4" };

  it("are given for each chart in use or for none", async () => {
    assert.deepEqual(await found({}, twoNetworks), []);
    assert.deepEqual(await found({ "1.22.8": {} }, twoNetworks), []);
    assert.deepEqual(await found({ "1.22.8": { istiod: sha } }, twoNetworks), [
      lacks("base", "1.22.8"),
    ]);
    assert.deepEqual(await found({ "1.21.6": { base: sha } }, twoNetworks), [
      lacks("base, istiod", "1.22.8"),
    ]);
  });

  it("are given for an upgrade's charts, too: the definitions are then the newer Istio's", async () => {
    const own = { "1.22.8": { base: sha, istiod: sha } };
    assert.deepEqual(await found(own, twoNetworks, { upgrade }), [lacks("base, istiod", "1.23.4")]);
    const both = { "1.22.8": { istiod: sha }, "1.23.4": { base: sha, istiod: sha } };
    assert.deepEqual(await found(both, twoNetworks, { upgrade }), []);
    const some = { ...upgrade, clusters: ["east"] };
    assert.deepEqual(await found(both, twoNetworks, { upgrade: some }), [lacks("base", "1.22.8")]);
  });

  it("are given for the charts of remotes", async () => {
    assert.deepEqual(await found(digests, remoteOnTwoNetworks), [lacks("istiod-remote", "1.22.8")]);
  });

  it("are given for packed charts alone, so that a folder is not asked for in their place", async () => {
    assert.deepEqual(await load({ path: "charts", digests: { "1.21.6": { base: sha } } }), [
      lacks("base, istiod", "1.22.8"),
    ]);
  });

  it("are nobody's business where the operator installs", async () => {
    const byOperator = { mesh: { ...mesh, installer: "operator" } };
    assert.deepEqual(await found({ "1.21.6": { base: sha } }, oneCluster, byOperator), []);
  });
});

describe("the charts of a repository with digests", () => {
  const before = process.cwd();
  const sent: Record<string, string> = { ...packed };
  const asked: string[] = [];
  let server: http.Server;
  let charts: ChartsConfig;

  beforeEach(async () => {
    process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), "charts-")));
    Object.assign(sent, packed);
    asked.length = 0;
    server = http.createServer((request, response) => {
      const url = request.url ?? "";
      asked.push(url);
      const name = /^\/istio\/(\w+)-1\.22\.8\.tgz$/.exec(url)?.[1];
      const entry = (one: string) => `  ${one}: [{ version: 1.22.8, urls: [${one}-1.22.8.tgz] }]\n`;
      if (url === "/istio/index.yaml") {
        response.end(`entries:\n${Object.keys(sent).map(entry).join("")}`);
      } else {
        response.writeHead(name === undefined ? 404 : 200).end(sent[name ?? ""]);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    charts = { repository: `http://127.0.0.1:${port}/istio`, digests };
  });
  afterEach(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    const folder = process.cwd();
    process.chdir(before);
    fs.rmSync(folder, { recursive: true });
  });

  it("are downloaded once, and compared", async () => {
    assert.deepEqual(await load(charts), []);
    const file = `.charts/${digestOf(packed.istiod).replace(":", "-")}.tgz`;
    assert.equal(fs.readFileSync(file, "utf8"), packed.istiod);
    assert.equal(asked.length, 4);
    assert.deepEqual(await load(charts), []);
    assert.equal(asked.length, 4);
  });

  it("are refused, and forgotten, if something else is sent for one", async () => {
    sent["istiod"] = "something else";
    const [problem, ...others] = await load(charts);
    assert.match(
      problem ?? "",
      /^charts: istiod 1\.22\.8 of http.* is sha256:\w+, expected sha256:/,
    );
    assert.deepEqual(others, []);
    assert.deepEqual(fs.readdirSync(".charts").length, 1);
    sent["istiod"] = packed.istiod;
    assert.deepEqual(await load(charts), []);
  });

  it("are named if the repository does not have them, or does not answer", async () => {
    delete sent["istiod"];
    const { repository } = charts as { repository: string };
    assert.deepEqual(await load(charts), [`charts: ${repository} has no chart istiod 1.22.8`]);
    fs.rmSync(".charts", { recursive: true });
    assert.deepEqual(await load({ repository: `${repository}/none`, digests }), [
      `charts: ${repository}/none/index.yaml answers 404`,
      `charts: ${repository}/none/index.yaml answers 404`,
    ]);
  });
});
