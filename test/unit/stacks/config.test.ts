import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../../stacks/config";
import { planMesh } from "../../../stacks/mesh-plan";
import { type ApiServer, startApiServer, unreachableServer } from "../../support/api-server";
import { configure, loadProblems, useStackMocks } from "../../support/loading";
import { base64, kubeconfigText } from "../../support/meshes";
import { settled } from "../../support/mocks";

describe("loading a stack's config", () => {
  let api: ApiServer;
  let folder: string;
  let registered: string[];
  const environment = process.env["KUBECONFIG"];

  before(async () => {
    api = await startApiServer(200);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "config-"));
  });
  after(async () => {
    fs.rmSync(folder, { recursive: true });
    await api.close();
  });
  beforeEach(async () => {
    registered = await useStackMocks();
  });
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
    delete process.env["KUBECONFIG"];
    if (environment !== undefined) {
      process.env["KUBECONFIG"] = environment;
    }
  });

  const file = (name: string) => path.join(folder, name);
  const text = (name: string, server = api.server, user?: Record<string, unknown>) => {
    const cluster = { server, "certificate-authority-data": base64(api.ca) };
    return kubeconfigText({ name, cluster, ...(user ? { user } : {}) });
  };
  const write = (name: string, content: string): string => {
    fs.writeFileSync(file(name), content);
    return file(name);
  };

  it("refuses two clusters that are one: the second takes what the first made for its own", async () => {
    configure([{ path: write("a", text("east")) }, { path: write("b", text("west")) }]);
    assert.deepEqual(await loadProblems(), [
      `istio-mesh:clusters[1].kubeconfig: leads to ${api.server}, as that of cluster "c0" does; give each cluster of the mesh an API server of its own`,
    ]);
    assert.deepEqual(registered, []);
  });

  it("gives the config and a cleaned, secret kubeconfig of each cluster", async () => {
    const west = text("west", `${api.server}/west`);
    configure([{ path: write("a", text("east")) }, { secret: "west" }], { west });
    const { config, kubeconfigs } = await loadConfig();
    assert.equal(config.mesh.id, "payments");
    assert.deepEqual([...kubeconfigs.keys()], ["c0", "c1"]);
    for (const [name, context] of [
      ["c0", "east"],
      ["c1", "west"],
    ] as const) {
      const kubeconfig = kubeconfigs.get(name) ?? assert.fail(`there is none of ${name}`);
      assert.equal(await pulumi.isSecret(kubeconfig), true);
      const parsed = JSON.parse(await settled(kubeconfig)) as Record<string, unknown>;
      assert.equal(parsed["current-context"], context);
    }
    assert.deepEqual(registered, []);
  });

  it("reads the files that overlays name, and says which is not there or wrong", async () => {
    const fine = write("fine.yml", "values: { pilot: { traceSampling: 5 } }");
    const clusters = [{ path: write("a", text("east")) }];
    const tuning = (...overlays: unknown[]) => ({ tuning: JSON.stringify({ overlays }) });
    configure(clusters, tuning({ file: fine }), [
      { tuning: { overlays: [{ file: fine }, { values: { pilot: { image: "mine" } } }] } },
    ]);
    const { config, overlayFiles } = await loadConfig();
    assert.deepEqual(planMesh(config, overlayFiles).primaries[0]?.tuning.values, {
      pilot: { traceSampling: 5, image: "mine" },
    });

    const wrong = write("wrong.yml", "spec: { values: { pilot: { replicas: 1 } } }");
    configure(clusters, tuning({ file: file("none.yml") }), [
      { tuning: { overlays: [{ file: wrong }] } },
    ]);
    assert.deepEqual(await loadProblems(), [
      `istio-mesh:tuning.overlays[0]: file "${file("none.yml")}" does not exist`,
      `istio-mesh:clusters[0].tuning.overlays[0] (${wrong}).spec.values.pilot.replicas: unknown field, Istio 1.22 has none of that name here`,
    ]);
  });

  it("warns of a field that a newer Istio may know", async () => {
    const overlay = { values: { pilot: { fromTheFuture: true } } };
    configure([{ path: write("a", text("east")) }], {
      mesh: JSON.stringify({ id: "payments", version: "1.23.2" }),
      tuning: JSON.stringify({ overlays: [overlay] }),
    });
    const { warnings } = await loadConfig();
    assert.deepEqual(
      warnings.map((one) => one.path),
      ["istio-mesh:tuning.overlays[0].values.pilot.fromTheFuture"],
    );
  });

  it("warns of a version that is newer than it knows", async () => {
    const mesh = JSON.stringify({ id: "payments", version: "1.31.0" });
    configure([{ path: write("a", text("east")) }], { mesh });
    assert.deepEqual((await loadConfig()).warnings, [
      {
        path: "istio-mesh:mesh.version",
        message: "1.31.0 is newer than this program knows, treated as 1.30",
      },
    ]);
  });

  it("takes a context from the first file of KUBECONFIG", async () => {
    process.env["KUBECONFIG"] = [write("a", text("east")), file("none")].join(path.delimiter);
    configure([{ context: "east" }]);
    assert.deepEqual([...(await loadConfig()).kubeconfigs.keys()], ["c0"]);
    configure([{ context: "west" }]);
    assert.deepEqual(await loadProblems(), [
      'istio-mesh:clusters[0].kubeconfig: the kubeconfig has no context "west", it has east',
    ]);
  });

  it("names all that is wrong in one error, and registers nothing", async () => {
    const closed = await unreachableServer();
    configure(
      [
        { path: file("none") },
        { path: write("malformed", "token: [canary") },
        { path: write("closed", text("x", closed)) },
        { path: write("exec", text("x", api.server, { exec: { command: "canary-free" } })) },
        { secret: "missing" },
        { secret: "given" },
        { path: folder },
      ],
      {
        given: "token: canary",
        spare: "canary",
        certificates: JSON.stringify({
          root: { generate: { validityDays: 1 } },
          intermediates: { validityDays: 2 },
        }),
        eastWestGateway: "plain",
      },
    );
    const at = (index: number) => `istio-mesh:clusters[${index}].kubeconfig:`;
    const keys =
      "mesh, clusters, certificates, eastWestGateway, gateways, tuning, charts, upgrade, tags, namespaces, security, observability";
    const found = await loadProblems();
    assert.deepEqual(found, [
      "istio-mesh:eastWestGateway: is a plain value, expected an object or a list",
      `istio-mesh:spare: unknown key, expected ${keys}, or a secret that mesh, clusters, certificates or observability name`,
      "istio-mesh:certificates.intermediates.validityDays: 2 is more than the 1 of istio-mesh:certificates.root, an intermediate must not outlive its root",
      `${at(0)} file "${file("none")}" does not exist`,
      `${at(1)} file "${file("malformed")}" is not YAML`,
      `${at(2)} ${closed} cannot be reached (ECONNREFUSED), check the address and that it runs; or, to converge the others meanwhile, set istio-mesh:clusters[2].maintenance: true`,
      `${at(3)} file "${file("exec")}" runs "canary-free" to sign in, allow it by allowExec: [canary-free] if you trust it`,
      `${at(4)} there is no config key "missing", make it: pulumi config set --secret missing < FILE`,
      `${at(5)} secret "given" is no kubeconfig, expected YAML with "kind: Config"`,
      `${at(6)} file "${folder}" cannot be read (EISDIR)`,
    ]);
    assert.doesNotMatch(found.join(), /canary(?!-free)/);
    assert.deepEqual(registered, []);
  });

  it("says of an object that cannot be read that it is none, not that it is missing", async () => {
    configure([{ path: write("a", text("east")) }], { mesh: "payments" });
    assert.deepEqual(await loadProblems(), [
      "istio-mesh:mesh: is a plain value, expected an object or a list",
    ]);
  });

  describe("what will hardly work", () => {
    const edge = { stack: "org/eks/edge", output: "kubeconfig" };
    const cluster = (name: string, kubeconfig: object, other: object = {}) => ({
      name,
      network: "net",
      kubeconfig,
      ...other,
    });
    const warnings = async (apiServer: object): Promise<string[]> => {
      // Where another stack has yet to make the kubeconfig, only a preview goes on.
      await useStackMocks({ [edge.stack]: {} }, { preview: true });
      const east = cluster("east", { path: write("a", text("east")) }, { apiServer });
      configure([], { clusters: JSON.stringify([cluster("edge", edge), east]) });
      const loaded = await loadConfig();
      return loaded.warnings.map((one) => `${one.path}: ${one.message}`);
    };

    it("is a warning with its path, and no error", async () => {
      assert.deepEqual(await warnings({}), [
        `istio-mesh:clusters[1].apiServer: edge gets "${api.server}" as the address of east's API server, which leads edge to itself; give the one that edge reaches: server, or peers.edge.server`,
      ]);
    });

    it("is none when the config gives another address", async () => {
      const server = "https://east.example.org";
      assert.deepEqual(await warnings({ server }), []);
      assert.deepEqual(await warnings({ peers: { edge: { server } } }), []);
    });
  });

  it("asks the well-formed clusters even if others are not", async () => {
    configure([{ path: "" }, { path: file("none") }]);
    assert.deepEqual(await loadProblems(), [
      'istio-mesh:clusters[0].kubeconfig.path: expected string to have >=1 characters, got ""',
      `istio-mesh:clusters[1].kubeconfig: file "${file("none")}" does not exist`,
    ]);
  });
});
