import assert from "node:assert/strict";
import * as fs from "node:fs";
import { eventually, remove, temporaryFolder } from "../support/folder";
import { describeDataPlane } from "./support/describe-data-plane";
import { bundleRelay } from "./support/relay";
import { port, Trial, type TrialPod } from "./support/trial";

describeDataPlane("the data plane", () => {
  let folder = "";
  let program = "";
  let trial: Trial;
  before(async () => {
    folder = temporaryFolder();
    program = await bundleRelay(folder);
  });
  after(() => remove(folder));
  beforeEach(() => (trial = new Trial(program)));
  afterEach(() => trial.close());

  /** Adds clusters 1, 2, …, one in each of the networks, with a pod each. */
  async function add(...networks: string[]): Promise<TrialPod[]> {
    const pods: TrialPod[] = [];
    for (const [at, network] of networks.entries()) {
      pods.push(await trial.addPod(await trial.add(at + 1, network)));
    }
    return pods;
  }
  async function addTwo(one: string, other: string): Promise<[TrialPod, TrialPod]> {
    const [first, second] = await add(one, other);
    assert.ok(first && second);
    return [first, second];
  }
  const unreachable = "EHOSTUNREACH";
  const answer = (to: TrialPod, from: TrialPod) => `${to.podIP} to ${from.podIP}`;

  it("leads from pod to pod on one network, each known by its own address", async () => {
    const [east, west] = await addTwo("a", "a");
    assert.equal(await trial.ask(east, west.podIP), answer(west, east));
    assert.equal(await trial.ask(west, east.podIP), answer(east, west));
  });

  it("refuses what is sent to a pod on another network, and does not let it wait", async () => {
    const [east, west] = await addTwo("a", "b");
    assert.equal(await trial.ask(east, west.podIP), unreachable);
    assert.equal(await trial.ask(west, east.podIP), unreachable);
  });

  it("leads to a load balancer from every network, and from this machine", async () => {
    const east = await trial.addPod(await trial.add(1, "a"));
    const node = await trial.add(2, "b");
    const west = await trial.addPod(node);
    const { addresses } = node.place;
    const balancer = addresses.loadBalancer(0);
    node.serve({ [`${balancer}:80`]: [{ host: west.podIP, port }] });
    const expected = `${west.podIP} to ${addresses.node}`;
    assert.equal(await trial.eventuallyAsk(expected, east, balancer, 80), expected);
    assert.equal(await trial.ask(west, balancer, 80), expected);
    assert.equal(await trial.ask(east, balancer, 81), "ECONNREFUSED");
    assert.deepEqual(node.target(balancer, 80), {
      host: balancer,
      port: 80,
      through: `${trial.folder}/c2.sock`,
    });
  });

  it("leads to a service's address in its own cluster only", async () => {
    const [east, west] = [await trial.add(1, "a"), await trial.add(2, "a")];
    const [here, there] = [await trial.addPod(east), await trial.addPod(west)];
    east.serve({ "10.96.0.8:80": [{ host: there.podIP, port }] });
    west.serve({ "10.96.0.8:81": [{ host: there.podIP, port }] });
    const expected = `${there.podIP} to ${east.place.addresses.node}`;
    assert.equal(await trial.eventuallyAsk(expected, here, "10.96.0.8", 80), expected);
    assert.equal(await trial.ask(there, "10.96.0.8", 80), "ECONNREFUSED");
  });

  it("moves a cluster to another network: the pods there are reached, the former ones not", async () => {
    const [one, two, three] = await add("a", "a", "b");
    assert.ok(one && two && three);
    await trial.plane.move("c2", "b");
    assert.equal(await trial.ask(two, three.podIP), answer(three, two));
    assert.equal(await trial.ask(three, two.podIP), answer(two, three));
    assert.equal(await trial.ask(one, two.podIP), unreachable);
    assert.equal(await trial.ask(two, one.podIP), unreachable);
    await trial.plane.move("c2", "a");
    assert.equal(await trial.ask(one, two.podIP), answer(two, one));
    assert.equal(await trial.ask(two, three.podIP), unreachable);
  });

  it("leaves all as it is for a cluster that is on the network, or that is not there", async () => {
    const [east, west] = await addTwo("a", "a");
    await trial.plane.move("c2", "a");
    await trial.plane.move("c3", "b");
    assert.equal(await trial.ask(east, west.podIP), answer(west, east));
  });

  it("knows no way any more to a cluster that has left", async () => {
    const [east, west] = await addTwo("a", "a");
    const balancer = "198.18.2.1";
    assert.equal(await trial.ask(east, balancer, 80), "ECONNREFUSED");
    await trial.plane.remove("c2");
    assert.equal(await trial.ask(east, west.podIP), unreachable);
    assert.equal(await trial.ask(east, balancer, 80), "ENETUNREACH");
    assert.deepEqual(
      trial.processes.filter((one) => ["c2/node", "c2/relay"].includes(one)),
      [],
    );
  });

  it("takes a cluster that has just left back, on whatever network", async () => {
    const [east] = await addTwo("a", "a");
    for (const network of ["b", "a"]) {
      await trial.plane.remove("c2");
      const node = await trial.add(2, network);
      const west = await trial.addPod(node, network === "b" ? 1 : 2);
      const expected = network === "b" ? unreachable : answer(west, east);
      assert.equal(await trial.ask(east, west.podIP), expected);
    }
  });

  it("says why a cluster cannot be added, of which nothing is left then", async () => {
    const [east, west] = await addTwo("a", "a");
    await assert.rejects(trial.add(2, "a", "another"), {
      message:
        /^"link add name o2 type veth .*" in a network namespace: RTNETLINK answers: File exists/,
    });
    assert.equal(
      trial.processes.some((one) => one.startsWith("another/")),
      false,
    );
    assert.equal(await trial.ask(east, west.podIP), answer(west, east));
  });

  it("makes what is asked for at the same time one after the other", async () => {
    const nodes = await Promise.all([1, 2, 3].map((index) => trial.add(index, "a")));
    const [one, , three] = await Promise.all(nodes.map((node) => trial.addPod(node)));
    assert.ok(one && three);
    assert.equal(await trial.ask(one, three.podIP), answer(three, one));
  });

  it("leaves no process and no socket when it is closed", async () => {
    const node = await trial.add(1, "a");
    await eventually("the relay", () => fs.existsSync(`${trial.folder}/c1.sock`), 15_000);
    assert.deepEqual(trial.processes, ["fabric", "c1/node", "c1/relay"]);
    assert.ok(node.pid > 0);
    await trial.plane.close();
    await eventually("an empty record", () => trial.processes.length === 0);
    assert.equal(fs.existsSync(`${trial.folder}/c1.sock`), false);
  });
});
