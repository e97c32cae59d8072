import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { clusterAddresses } from "../../../sandbox/addresses";
import { SandboxCluster } from "../../../sandbox/cluster";
import { SandboxLayout } from "../../../sandbox/layout";
import { ProcessTable } from "../../../sandbox/processes";
import { sleepingBinaries } from "./support/binaries";
import { connectThrough } from "./support/connect";
import { eventually, remove, sleep, temporaryFolder } from "./support/folder";
import { shells } from "./support/pods";

/** A loopback network below those that sandboxes choose from. */
const sandbox = { loopback: 11 };

describe("a cluster of the sandbox", () => {
  let folder = "";
  let log: string[] = [];
  let cluster: SandboxCluster | undefined;

  beforeEach(() => {
    folder = temporaryFolder();
    log = [];
    const layout = new SandboxLayout(folder);
    const plane = {
      name: "east",
      layout: layout.cluster("east"),
      addresses: clusterAddresses(sandbox, 1),
      sandbox,
      binaries: sleepingBinaries(folder),
      dataPlane: undefined,
      index: 1,
      network: "net-east",
      sockets: folder,
    };
    const table = new ProcessTable(layout.processes);
    cluster = new SandboxCluster(plane, {
      table,
      parts: shells,
      dataPlane: undefined,
      networks: () => [],
      namesChanged: () => undefined,
      changed: () => undefined,
      log: (line) => log.push(line),
    });
  });
  afterEach(async () => {
    await cluster?.stop();
    remove(folder);
  });

  const records = () => path.join(folder, "processes.json");
  const status = () => cluster?.status();
  const serverPid = () => status()?.controlPlane["kube-apiserver"] ?? 0;

  it("says what it waits for while it starts", async () => {
    void cluster?.start();
    assert.equal(status()?.state, "starting: certificates");
    await eventually("the API server's process", () => serverPid() > 0);
    assert.equal(status()?.state, "starting: API server");
    assert.equal(status()?.apiServer, "https://127.11.1.1:6443");
    assert.equal(fs.statSync(status()?.kubeconfig ?? "").mode & 0o777, 0o600);
  });

  it("lets its API server reach nothing, and is nothing to others, before it has looked around", async () => {
    void cluster?.start();
    await eventually("the API server's process", () => serverPid() > 0);
    assert.equal(cluster?.network, undefined);
    const refused = await connectThrough(path.join(folder, "1-egress.sock"), "10.96.0.7:443");
    assert.equal(refused, "HTTP/1.1 502 cluster east is starting: API server\r\n\r\n");
  });

  it("starts a process again that was killed, and says so", async () => {
    void cluster?.start();
    await eventually("the API server's process", () => serverPid() > 0);
    const first = serverPid();
    process.kill(first, "SIGKILL");
    await eventually("another process", () => serverPid() !== first);
    assert.match(
      log[0] ?? "",
      /^east\/kube-apiserver ended with SIGKILL, see .*; starting it again$/,
    );
  });

  it("leaves no process when it is stopped while it waits for its API server", async () => {
    const started = cluster?.start();
    await eventually("the API server's process", () => serverPid() > 0);
    await cluster?.stop();
    await started;
    await eventually("an empty record", () => !fs.existsSync(records()));
    assert.equal(fs.existsSync(path.join(folder, "1-egress.sock")), false);
  });

  it("starts no process when it is stopped while it makes its certificates", async () => {
    const started = cluster?.start();
    await cluster?.stop();
    await started;
    await sleep(50);
    assert.equal(fs.existsSync(records()), false);
    assert.equal(fs.existsSync(path.join(folder, "1-egress.sock")), false);
  });
});
