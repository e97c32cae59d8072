import assert from "node:assert/strict";
import type * as http from "node:http";
import { once } from "node:events";
import * as net from "node:net";
import * as path from "node:path";
import type { Node } from "../../../../sandbox/dataplane/node";
import { literally, startConnectProxy } from "../../../../sandbox/network/connect-proxy";
import { remove, temporaryFolder } from "../support/folder";
import { describeDataPlane } from "./support/describe-data-plane";
import { bundleRelay } from "./support/relay";
import { Trial } from "./support/trial";

describeDataPlane("a node of the data plane", () => {
  let folder = "";
  let program = "";
  let trial: Trial;
  let node: Node;
  before(async () => {
    folder = temporaryFolder();
    program = await bundleRelay(folder);
  });
  after(() => remove(folder));
  beforeEach(async () => {
    trial = new Trial(program);
    node = await trial.add(1, "a");
  });
  afterEach(() => trial.close());
  const unreachable = "EHOSTUNREACH";
  const pauses = () => trial.processes.filter((one) => one.endsWith("/pause"));

  it("leads from one of its pods to another", async () => {
    const [one, other] = [await trial.addPod(node, 0), await trial.addPod(node, 199)];
    assert.equal(await trial.ask(one, other.podIP), `${other.podIP} to ${one.podIP}`);
    assert.deepEqual(pauses(), ["c1/sample/pod-0/pause", "c1/sample/pod-199/pause"]);
  });

  it("tells its pods names, those that run already, too", async () => {
    const pod = await trial.addPod(node);
    node.name(`${pod.podIP} echo.sample\n`);
    assert.equal(await trial.ask(pod, "echo.sample"), `${pod.podIP} to ${pod.podIP}`);
    node.name(`${pod.podIP} echo.other\n`);
    assert.equal(await trial.ask(pod, "echo.other"), `${pod.podIP} to ${pod.podIP}`);
    assert.equal(await trial.ask(pod, "localhost"), "ECONNREFUSED");
  });

  it("asks no one for a name that it was not told", async () => {
    const pod = await trial.addPod(node);
    assert.match(await trial.ask(pod, "nobody.example.org"), /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it("answers for a pod that runs on this machine's own network, at the pod's address", async () => {
    const server = net.createServer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\nistiod"));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const through = path.join(trial.folder, "tunnel.sock");
    const tunnel: http.Server = await startConnectProxy(through, literally, () => undefined);
    try {
      const target = { host: "127.0.0.1", port: (server.address() as net.AddressInfo).port };
      const pod = await trial.addPod(node, 0);
      const istiod = node.place.addresses.pod(1);
      assert.equal(await trial.ask(pod, istiod, 15012), unreachable);
      node.answer([istiod, node.place.addresses.pod(2)]);
      node.serve({ [`${istiod}:15012`]: [{ ...target, through }] });
      assert.equal(await trial.eventuallyAsk("istiod", pod, istiod, 15012), "istiod");
      assert.equal(await trial.ask(pod, node.place.addresses.pod(2), 15012), "ECONNRESET");
      node.answer([]);
      assert.equal(await trial.eventuallyAsk(unreachable, pod, istiod, 15012), unreachable);
    } finally {
      tunnel.close();
      server.close();
    }
  });

  it("takes a pod's link away with the pod, whose address can be had again at once", async () => {
    const other = await trial.addPod(node, 1);
    for (let life = 0; life < 3; life += 1) {
      // Its server goes on in the namespace, which therefore does not end.
      const { inside, podIP } = await trial.addPod(node, 0);
      assert.equal(await trial.ask(other, podIP), `${podIP} to ${other.podIP}`);
      await node.removePod(inside, podIP);
      assert.equal(await trial.ask(other, podIP), unreachable);
    }
    assert.deepEqual(pauses(), ["c1/sample/pod-1/pause"]);
    assert.deepEqual(trial.log, []);
  });

  it("gives a pod whose namespace was killed another one", async () => {
    const [other, pod] = [await trial.addPod(node, 1), await trial.addPod(node, 0)];
    process.kill(pod.inside.pid, "SIGKILL");
    await node.removePod(pod.inside, pod.podIP);
    await trial.addPod(node, 0);
    assert.equal(await trial.ask(other, pod.podIP), `${pod.podIP} to ${other.podIP}`);
  });

  it("gives a pod the address at which it has answered itself until then", async () => {
    const other = await trial.addPod(node, 1);
    const podIP = node.place.addresses.pod(0);
    node.answer([podIP]);
    assert.equal(await trial.eventuallyAsk("ECONNREFUSED", other, podIP), "ECONNREFUSED");
    await trial.addPod(node, 0);
    node.answer([]);
    const expected = `${podIP} to ${other.podIP}`;
    assert.equal(await trial.eventuallyAsk(expected, other, podIP), expected);
    assert.deepEqual(trial.log, []);
  });

  it("says why it cannot add a pod, of which nothing is left then", async () => {
    const { podIP } = await trial.addPod(node, 0);
    await assert.rejects(node.addPod("sample/another", podIP), {
      message:
        /^"link add name pod10 type veth .*" in a network namespace: RTNETLINK answers: File exists/,
    });
    assert.deepEqual(pauses(), ["c1/sample/pod-0/pause"]);
  });
});
