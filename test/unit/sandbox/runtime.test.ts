import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import { clusterAddresses, processSlots } from "../../../sandbox/addresses";
import type { PortForwards } from "../../../sandbox/kubelet/port-forwards";
import { ProcessRuntime } from "../../../sandbox/kubelet/runtime";
import { ISTIO_VERSION } from "../../../toolchain/parts";
import { eventually, remove, sleep, temporaryFolder } from "./support/folder";
import { answer, fakeKube, refused } from "./support/kube";
import { FakeHost, scriptPod } from "./support/pods";

const image = `docker.io/istio/pilot:${ISTIO_VERSION}`;
const sleeping = "exec sleep 30";

function pod(uid: string, script = sleeping, more: Partial<V1Pod["metadata"]> = {}): V1Pod {
  const made = scriptPod(script, { image });
  return { ...made, metadata: { ...made.metadata, name: `pod-${uid}`, uid, ...more } };
}
const deleted = (of: V1Pod, deletionGracePeriodSeconds: number): V1Pod => ({
  ...of,
  metadata: { ...of.metadata, deletionTimestamp: new Date(), deletionGracePeriodSeconds },
});

describe("the process runtime", () => {
  let folder = "";
  let runtime: ProcessRuntime | undefined;
  let log: string[] = [];
  /** Requests by the API server that the runtime sees, in order; one that is in `failures` fails first. */
  let requests: string[] = [];
  let failures: Error[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    [log, requests, failures] = [[], [], []];
    const request = (text: string) => {
      requests.push(text);
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve({});
    };
    const kube = fakeKube({
      patchNamespacedPodStatus: ({ name, body }: { name: string; body: V1Pod }) => {
        const [one] = body.status?.containerStatuses ?? [];
        return request(
          `${name} ${one?.state?.waiting?.reason ?? (one?.ready ? "ready" : "running")}`,
        );
      },
      deleteNamespacedPod: ({ name }: { name: string }) => request(`${name} removed`),
    });
    const forwards = { add: () => Promise.resolve() } as unknown as PortForwards;
    const addresses = clusterAddresses({ loopback: 20 }, 1);
    const host = new FakeHost(folder);
    runtime = new ProcessRuntime(
      kube,
      addresses,
      forwards,
      {
        cluster: host.cluster,
        table: host.table,
        source: host.source,
        serviceEnvironment: host.serviceEnvironment,
        parts: host.parts,
        dataPlane: undefined,
        network: undefined,
        controlSocket: (podIP) => host.controlSocket(podIP),
        root: (of) => host.root(of),
        logFile: () => host.logFile(),
        kubeconfig: () => "",
        changed: () => undefined,
      },
      (line) => log.push(line),
    );
    changed = (of) => runtime?.podChanged(of);
  });
  afterEach(async () => {
    await runtime?.stop();
    remove(folder);
  });
  let changed: (of: V1Pod) => void = () => undefined;
  const requested = (text: string) => eventually(text, () => requests.includes(text));
  const pid = () => runtime?.reports()[0]?.pid;

  it("runs each pod at an address of its own, and knows it by the pod", async () => {
    for (const uid of ["a", "b"]) {
      changed(pod(uid));
      await requested(`pod-${uid} ready`);
    }
    assert.deepEqual(runtime?.target("a", 1), { host: "127.20.1.10", port: 1 });
    assert.deepEqual(runtime.target("b", 1), { host: "127.20.1.11", port: 1 });
    assert.equal(runtime.target("c", 1), undefined);
    assert.deepEqual(runtime.loopbackTargets()["10.101.200.11:15012"], {
      host: "127.20.1.11",
      port: 15012,
    });
    assert.deepEqual(
      runtime.reports().map((one) => [one.program, one.pod, one.ready, one.ports["xds"]]),
      [
        ["pilot-discovery", "pod-a", true, "127.20.1.10:15010"],
        ["pilot-discovery", "pod-b", true, "127.20.1.11:15010"],
      ],
    );
  });

  it("leaves pods that have no node, and those of other images, alone", async () => {
    changed({ ...pod("a"), spec: { containers: [{ name: "c", image }] } });
    changed({
      ...pod("b"),
      spec: { nodeName: "n", containers: [{ name: "c", image: "x/nginx:1" }] },
    });
    await sleep(50);
    assert.deepEqual(requests, []);
    assert.deepEqual(runtime?.reports(), []);
  });

  it("refuses once what it cannot run, and says why", async () => {
    const of = (uid: string, missing: string) => ({
      ...pod(uid),
      spec: { nodeName: "n", containers: [{ name: "c", image: missing }] },
    });
    changed(of("a", "docker.io/istio/pilot:1.0"));
    changed(of("a", "docker.io/istio/pilot:1.0"));
    await requested("pod-a ErrImagePull");
    assert.deepEqual(requests, ["pod-a ErrImagePull"]);
    assert.match(log[0] ?? "", /^pod pod-a: the sandbox has no image ".*\/pilot:1.0"/);
    changed(of("b", "auto"));
    await requested("pod-b ErrImagePull");
    assert.match(log[1] ?? "", /^pod pod-b: the pod was not injected: its image is "auto"/);
  });

  it("says of a missing image that it waits to try again, a while after it has failed", async function () {
    this.timeout(15_000);
    const containers = [{ name: "c", image: "docker.io/istio/pilot:1.0" }];
    changed({ ...pod("a"), spec: { nodeName: "n", containers } });
    await requested("pod-a ErrImagePull");
    await requested("pod-a ImagePullBackOff");
    assert.deepEqual(requests, ["pod-a ErrImagePull", "pod-a ImagePullBackOff"]);
  });

  it("refuses a pod of two containers, whichever of them kwok leaves to it, and lets it go", async () => {
    const containers = [
      { name: "proxy", image: `x/proxyv2:${ISTIO_VERSION}` },
      { name: "c", image },
    ];
    const two = { ...pod("a"), spec: { nodeName: "n", containers } };
    changed(two);
    await requested("pod-a CreateContainerError");
    changed(deleted(two, 30));
    await requested("pod-a removed");
  });

  it("removes a deleted pod when its process has ended, and not before", async () => {
    const slow = pod("a", 'trap "sleep 0.3; exit 0" TERM; touch up; while :; do sleep 0.02; done');
    changed(slow);
    await requested("pod-a ready");
    const process = pid() ?? 0;
    await sleep(150);
    // The API server tells twice: once of the deletion, once of a status written since.
    changed(deleted(slow, 30));
    changed(deleted(slow, 30));
    await sleep(50);
    assert.equal(requests.includes("pod-a removed"), false);
    assert.doesNotThrow(() => global.process.kill(process, 0));
    await requested("pod-a removed");
    assert.throws(() => global.process.kill(process, 0), { code: "ESRCH" });
    assert.equal(requests.filter((one) => one === "pod-a removed").length, 1);
  });

  it("gives an address to the next pod only when the process that had it has ended", async () => {
    const stubborn = pod("a", 'trap "" TERM; while :; do sleep 0.02; done');
    changed(stubborn);
    await requested("pod-a ready");
    await sleep(100);
    changed(deleted(stubborn, 0.3));
    changed(pod("b"));
    assert.equal(runtime?.target("b", 1)?.host, "127.20.1.11");
    await requested("pod-a removed");
    changed(pod("c"));
    assert.equal(runtime.target("c", 1)?.host, "127.20.1.10");
  });

  it("waits, when it stops, for processes that were ending already", async () => {
    const stubborn = pod("a", 'trap "" TERM; while :; do sleep 0.02; done');
    changed(stubborn);
    await requested("pod-a ready");
    const process = pid() ?? 0;
    changed(deleted(stubborn, 0.3));
    await runtime?.stop();
    assert.throws(() => global.process.kill(process, 0), { code: "ESRCH" });
  });

  it("tells again what an API server that restarts did not hear", async () => {
    failures.push(refused());
    changed(pod("a"));
    await eventually("ready", () => requests.includes("pod-a ready"));
    assert.deepEqual(requests, ["pod-a running", "pod-a running", "pod-a ready"]);
  });

  it("is silent about a pod that is gone", async () => {
    failures.push(answer(404), answer(409));
    changed(pod("a"));
    await requested("pod-a ready");
    assert.deepEqual(log, []);
  });

  it("refuses a pod for which there is no address left, and goes on", async () => {
    const one = pod("0");
    const containers = [{ name: "c", image, command: ["no"] }];
    const waiting = { ...one, spec: { ...one.spec, containers } };
    for (let slot = 0; slot < processSlots; slot += 1) {
      changed({ ...waiting, metadata: { ...one.metadata, uid: String(slot) } });
    }
    changed(pod("late"));
    await requested("pod-late OutOfPods");
    assert.equal(log[0], "pod pod-late: all 200 process slots of the cluster are taken");
  });
});
