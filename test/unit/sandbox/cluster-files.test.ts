import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { clusterAddresses } from "../../../sandbox/addresses";
import { writeClusterFiles } from "../../../sandbox/cluster-files";
import { SandboxLayout } from "../../../sandbox/layout";
import { ensurePki } from "../../../sandbox/pki";
import { sleepingBinaries } from "./support/binaries";
import { remove, temporaryFolder } from "./support/folder";

describe("a cluster's files", () => {
  let folder = "";
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => remove(folder));

  it("make the API server ask the proxy for services' webhooks and for those that have a URL", async () => {
    const layout = new SandboxLayout(folder).cluster("east");
    const sandbox = { loopback: 11 };
    await ensurePki(layout, ["127.11.1.1"]);
    writeClusterFiles({
      name: "east",
      layout,
      addresses: clusterAddresses(sandbox, 1),
      sandbox,
      binaries: sleepingBinaries(folder),
      dataPlane: undefined,
      index: 1,
      network: "net-east",
      sockets: "/run",
    });
    const text = fs.readFileSync(path.join(layout.root, "egress.yaml"), "utf8");
    const connection = {
      proxyProtocol: "HTTPConnect",
      transport: { uds: { udsName: "/run/1-egress.sock" } },
    };
    assert.deepEqual((JSON.parse(text) as { egressSelections: unknown }).egressSelections, [
      { name: "cluster", connection },
      { name: "controlplane", connection },
    ]);
    assert.equal(fs.statSync(layout.kubeconfig).mode & 0o777, 0o600);
  });
});
