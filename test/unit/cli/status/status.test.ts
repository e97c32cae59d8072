import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { statusText } from "../../../../cli/status/status";
import { type ApiServer, startApiServer, unreachableServer } from "../../../support/api-server";
import { base64, rawConfig, twoNetworks } from "../../../support/meshes";

const deployments = "/apis/apps/v1/namespaces/istio-system/deployments";
const istiod = {
  metadata: { name: "istiod", generation: 1 },
  spec: { replicas: 1, template: { spec: { containers: [{ image: "istio/pilot:1.27.1" }] } } },
  status: {
    observedGeneration: 1,
    replicas: 1,
    updatedReplicas: 1,
    readyReplicas: 1,
    conditions: [{ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" }],
  },
};

describe("the command for the status of a mesh", () => {
  let folder: string;
  let east: ApiServer;
  let metrics: Server;
  let asked: string[];
  let answer: object;
  const call = () => Promise.reject(new Error("pulumi failed\nerror: incorrect passphrase"));

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "status-"));
    east = await startApiServer(200, {
      [deployments]: { status: 200, body: JSON.stringify({ items: [istiod] }) },
    });
    const kubeconfig = (server: string) =>
      stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "c",
        contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
        clusters: [
          { name: "c", cluster: { server, "certificate-authority-data": base64(east.ca) } },
        ],
        users: [{ name: "u", user: { token: "canary-of-a-token" } }],
      });
    fs.writeFileSync(path.join(folder, "east.yaml"), kubeconfig(east.server));
    fs.writeFileSync(path.join(folder, "west.yaml"), kubeconfig(await unreachableServer()));
    metrics = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        asked.push(new URLSearchParams(Buffer.concat(parts).toString()).get("query") ?? "");
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => metrics.listen(0, "127.0.0.1", resolve));
  });

  beforeEach(() => {
    asked = [];
    write();
  });

  after(async () => {
    await east.close();
    metrics.close();
    fs.rmSync(folder, { recursive: true });
  });

  const write = (other: object = {}) => {
    const mesh = { id: "payments", version: "1.27.1", readyTimeoutSeconds: 60 };
    const raw = rawConfig(twoNetworks, { mesh, ...other });
    const config = Object.fromEntries(
      Object.entries(raw).map(([key, value]) => [`istio-mesh:${key}`, value]),
    );
    fs.writeFileSync(path.join(folder, "Pulumi.test.yaml"), stringify({ config }));
  };
  const lines = async (options: object = {}) =>
    (await statusText({ stack: "test", ...options }, false, { folder, call })).split("\n");
  const url = () => `http://127.0.0.1:${(metrics.address() as AddressInfo).port}`;

  it("names every component of every cluster, as its API server tells, and why one cannot be asked", async () => {
    const [head = "", running = "", none = "", ...unknown] = await lines();
    assert.match(head, /^CLUSTER {2}COMPONENT +NAMESPACE +STATUS +READY {2}VERSION {2}WHY/);
    assert.match(running, /^east +istiod +istio-system +RUNNING +1\/1 +1\.27\.1/);
    assert.match(none, /^east +istio-eastwestgateway +istio-system +NONE +- +-/);
    assert.match(unknown.join(" "), /^west +istiod +istio-system +UNKNOWN .*ECONNREFUSED/);
    assert.doesNotMatch(unknown.join(" "), /canary/);
  });

  it("has the figures of who is named to tell them", async () => {
    const metric = { cluster: "east", namespace: "istio-system", pod: "istiod-7d4b9c6f5d-x2x9z" };
    answer = { status: "success", data: { result: [{ metric, value: [0, "2"] }] } };
    const text = await lines({ query: `${url()}/` });
    const [head = "", running = ""] = text;
    assert.match(head, / CPU {2}MEMORY/);
    assert.match(running, / 2000m +0Mi/);
    const at = text.findIndex((one) => /^CLUSTER +PROXIES +CPU +MEMORY$/.test(one));
    assert.match(text[at + 1] ?? "", /^east +2 +2000m +0Mi$/);
    assert.equal(asked.length, 8);
  });

  it("has those of the config's query address unless another is named, and none if there is neither", async () => {
    answer = { status: "success", data: { result: [] } };
    await lines();
    assert.equal(asked.length, 0);
    write({ observability: { metrics: { query: { url: url() } } } });
    await lines();
    assert.equal(asked.length, 8);
    await lines({ query: "http://127.0.0.1:1" });
    assert.equal(asked.length, 8);
  });

  it("has the components of observability, too", async () => {
    const metrics = { by: "chart", clusters: ["east"] };
    write({ observability: { metrics } });
    const { components } = JSON.parse((await lines({ json: true })).join("\n")) as {
      components: { cluster: string; namespace: string; name: string; state: string }[];
    };
    assert.deepEqual(
      components.filter((one) => one.namespace !== "istio-system"),
      [
        {
          cluster: "east",
          name: "istio-prometheus-server",
          namespace: "istio-monitoring",
          state: "NONE",
        },
      ],
    );
  });

  it("says why there are no figures, and shows the rest", async () => {
    answer = { status: "error", error: "out of order" };
    const text = (await lines({ query: url() })).join("\n");
    assert.match(text, /\n\nno figures: .* answers 200: out of order$/);
    assert.match(text, /^east +istiod/m);
    const nobody = (await lines({ query: "http://127.0.0.1:1" })).at(-1);
    assert.match(nobody ?? "", /^no figures: http:\/\/127\.0\.0\.1:1 does not answer: /);
  });

  it("has all fields for programs", async () => {
    const { components } = JSON.parse((await lines({ json: true })).join("\n")) as {
      components: object[];
    };
    assert.deepEqual(components[0], {
      cluster: "east",
      name: "istiod",
      namespace: "istio-system",
      state: "RUNNING",
      ready: "1/1",
      version: "1.27.1",
    });
  });

  it("tells of a kubeconfig that only Pulumi has, and cannot give", async () => {
    const clusters = [{ name: "east", kubeconfig: { secret: "eastKubeconfig" } }];
    write({ clusters });
    const { components } = JSON.parse((await lines({ json: true })).join("\n")) as {
      components: { state: string; message: string }[];
    };
    assert.deepEqual(
      components.map((one) => [one.state, one.message]),
      [["UNKNOWN", "error: incorrect passphrase"]],
    );
  });

  it("refuses a stack file that is wrong", async () => {
    write({ clusters: [] });
    await assert.rejects(lines(), /istio-mesh:clusters: a mesh has at least one cluster/);
    await assert.rejects(lines({ stack: "nosuch" }), /there is no such stack file, .* for test/);
  });
});
