import assert from "node:assert/strict";
import type { V1Service } from "@kubernetes/client-node";
import { NodeSync } from "../../../../sandbox/dataplane/node-sync";
import type { Forwards } from "../../../../sandbox/dataplane/relay";
import { eventually, sleep } from "../support/folder";

describe("what a node is told", () => {
  const istiod = { host: "127.20.1.10", port: 15012 };
  let services: V1Service[] = [];
  let served: Forwards[] = [];
  let named: string[] = [];
  let answered: (readonly string[])[] = [];
  let sync: NodeSync | undefined;

  beforeEach(() => {
    [services, served, named, answered] = [[], [], [], []];
    const node = {
      serve: (forwards: Forwards) => void served.push(forwards),
      answer: (podIPs: readonly string[]) => void answered.push(podIPs),
      name: (hosts: string) => void named.push(hosts),
    };
    sync = new NodeSync(node, {
      services: () => services,
      endpoints: () => [],
      processes: () => ({ "10.101.200.10:15012": istiod, "10.101.200.10:15017": istiod }),
      publicNames: () => [{ address: "198.18.2.1", names: ["mesh.example.org"] }],
    });
  });
  afterEach(() => sync?.stop());

  const add = (name: string, clusterIP: string) => {
    services.push({
      metadata: { name, namespace: "n" },
      spec: { clusterIP, ports: [{ port: 1 }] },
    });
    sync?.changed();
  };
  const told = (times: number) => eventually(`${times} updates`, () => named.length >= times);

  it("is said once for many changes, as it is after the last of them", async () => {
    add("a", "10.96.0.1");
    add("b", "10.96.0.2");
    add("c", "10.96.0.3");
    await told(1);
    await sleep(50);
    assert.equal(served.length, 1);
    assert.deepEqual(named, [
      "10.96.0.1 a.n.svc.cluster.local a.n.svc a.n\n" +
        "10.96.0.2 b.n.svc.cluster.local b.n.svc b.n\n" +
        "10.96.0.3 c.n.svc.cluster.local c.n.svc c.n\n" +
        "198.18.2.1 mesh.example.org\n",
    ]);
    assert.deepEqual(served, [
      {
        "10.101.200.10:15012": [istiod],
        "10.101.200.10:15017": [istiod],
        "10.96.0.1:1": [],
        "10.96.0.2:1": [],
        "10.96.0.3:1": [],
      },
    ]);
    // Each pod once, however many ports it has.
    assert.deepEqual(answered, [["10.101.200.10"]]);
  });

  it("counts the names of load balancers among those that services may stand for", async () => {
    const spec = { type: "ExternalName", externalName: "mesh.example.org" };
    services.push({ metadata: { name: "a", namespace: "n" }, spec });
    sync?.changed();
    await told(1);
    assert.deepEqual(named, [
      "198.18.2.1 a.n.svc.cluster.local a.n.svc a.n\n198.18.2.1 mesh.example.org\n",
    ]);
  });

  it("is said again after the next change", async () => {
    add("a", "10.96.0.1");
    await told(1);
    add("b", "10.96.0.2");
    await told(2);
    assert.ok(served[1] !== undefined && "10.96.0.2:1" in served[1]);
  });

  it("is nothing before the first change", async () => {
    await sleep(50);
    assert.deepEqual(served, []);
  });

  it("is nothing once it is stopped, of changes before and after that", async () => {
    add("a", "10.96.0.1");
    sync?.stop();
    add("b", "10.96.0.2");
    await sleep(50);
    assert.deepEqual([served, named, answered], [[], [], []]);
  });

  it("is nothing once it is stopped with nothing to be said, either", async () => {
    add("a", "10.96.0.1");
    await told(1);
    sync?.stop();
    add("b", "10.96.0.2");
    await sleep(50);
    assert.equal(served.length, 1);
  });
});
