import assert from "node:assert/strict";
import * as fs from "node:fs";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { ProcessImage } from "../../../sandbox/kubelet/images";
import type { PodNamespace, PodNetwork } from "../../../sandbox/kubelet/pod-host";
import { PodProcess } from "../../../sandbox/kubelet/pod-process";
import { eventually, remove, sleep, temporaryFolder } from "./support/folder";
import { containerOf, podOf } from "./support/objects";
import { FakeHost, scriptPod, shell } from "./support/pods";

const place = { address: "127.0.0.1", podIP: "10.101.200.10", hostIP: "10.101.255.1" };
const sleeping = "exec sleep 30";
const inNamespace: ProcessImage = { ...shell, network: "namespace" };

/** Namespaces that a process knows by its environment. */
class FakePodNetwork implements PodNetwork {
  readonly asked: string[] = [];
  readonly removed: string[] = [];
  readonly targets: string[] = [];
  /** What the next namespaces fail with, one after the other. */
  readonly failures: Error[] = [];
  /** What a namespace waits for. */
  delay: () => Promise<void> = () => Promise.resolve();
  beforeRemoval: () => void = () => undefined;
  private readonly names = new Map<PodNamespace, string>();

  async addPod(pod: string, podIP: string): Promise<PodNamespace> {
    this.asked.push(`${pod} ${podIP}`);
    await this.delay();
    const failure = this.failures.shift();
    if (failure !== undefined) {
      throw failure;
    }
    const name = `namespace-${this.names.size}`;
    const namespace: PodNamespace = {
      inside: (spec) => ({ ...spec, env: { ...spec.env, NAMESPACE: name } }),
      close: () => Promise.resolve(),
    };
    this.names.set(namespace, name);
    return namespace;
  }

  removePod(namespace: PodNamespace, podIP: string): Promise<void> {
    this.beforeRemoval();
    this.removed.push(`${this.names.get(namespace) ?? "none"} ${podIP}`);
    return Promise.resolve();
  }

  target(host: string, port: number) {
    this.targets.push(`${host}:${port}`);
    return { host: "127.0.0.1", port };
  }
}

describe("a pod with a network of its own", () => {
  let folder = "";
  let host = new FakeHost("/nowhere");
  let network = new FakePodNetwork();
  let running: PodProcess | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
    host = new FakeHost(folder);
    network = new FakePodNetwork();
    host.network = network;
  });
  afterEach(async () => {
    await running?.stop(0);
    running = undefined;
    remove(folder);
  });

  function run(pod: V1Pod, ...images: ProcessImage[]): PodProcess {
    running = new PodProcess(pod, images, place, host);
    running.start();
    return running;
  }
  const reported = (report: string) => eventually(report, () => host.reports.includes(report));
  const log = () => (fs.existsSync(host.logFile()) ? fs.readFileSync(host.logFile(), "utf8") : "");

  /** A pod of two containers, each a script. */
  function twoScripts(first: string, second: string): V1Pod {
    const of = (name: string, script: string): V1Container => ({
      ...containerOf(scriptPod(script)),
      name,
    });
    const pod = podOf({});
    return { ...pod, spec: { ...pod.spec, containers: [of("one", first), of("two", second)] } };
  }
  /** Waits until this was said of the containers, such as `ready 0` of one that is ready and was not started again. */
  const become = (...reports: string[]) =>
    eventually(reports.join(), () =>
      host.statuses.some(({ containerStatuses = [] }) => {
        const said = containerStatuses.map(
          ({ name, ready, restartCount }) => `${name} ${ready ? "ready" : "waits"} ${restartCount}`,
        );
        return said.join() === reports.join();
      }),
    );

  it("runs in the namespace that it was given, and is told its own address", async () => {
    run(scriptPod(`echo "$NAMESPACE $0"; ${sleeping}`), inNamespace);
    await eventually("its words", () => log() !== "");
    assert.equal(log(), `namespace-0 ${place.podIP}\n`);
    assert.deepEqual(network.asked, [`istio-system/istiod-1 ${place.podIP}`]);
  });

  it("is asked there whether it is ready", async () => {
    run(scriptPod(sleeping, { readinessProbe: { tcpSocket: { port: 9 } } }), inNamespace);
    await eventually("a question", () => network.targets.length > 0);
    assert.equal(network.targets[0], `${place.podIP}:9`);
  });

  it("is not what a pod of this machine's network has", async () => {
    run(scriptPod(`echo "-$NAMESPACE $0"; ${sleeping}`), shell);
    await reported("ready 0");
    await eventually("its words", () => log() !== "");
    assert.equal(log(), `- ${place.address}\n`);
    await running?.stop(0);
    assert.deepEqual([network.asked, network.removed], [[], []]);
  });

  it("says why there is none yet, and tries again", async () => {
    network.failures.push(new Error('"link add" failed'));
    run(scriptPod(sleeping), inNamespace);
    await reported("NetworkNotReady 0");
    const [status] = host.statuses;
    assert.equal(status?.phase, "Pending");
    assert.equal(status.containerStatuses?.[0]?.state?.waiting?.message, '"link add" failed');
    await reported("ready 0");
    assert.equal(network.asked.length, 2);
  });

  it("gives it back once, when its processes have ended and not before", async () => {
    const pod = run(twoScripts(sleeping, sleeping), inNamespace, inNamespace);
    await become("one ready 0", "two ready 0");
    const pids = pod.containers.map(({ pid }) => pid ?? 0);
    assert.ok(pids.every((pid) => pid > 0));
    let alive = 0;
    network.beforeRemoval = () => {
      alive = pids.filter((pid) => fs.existsSync(`/proc/${pid}`)).length;
    };
    await pod.stop(1000);
    running = undefined;
    assert.deepEqual(network.removed, [`namespace-0 ${place.podIP}`]);
    assert.equal(alive, 0);
  });

  it("gives it back, too, when it came after the pod was stopped, and runs nothing in it", async () => {
    let come: () => void = () => undefined;
    network.delay = () => new Promise((resolve) => (come = resolve));
    const pod = run(scriptPod("echo started"), inNamespace);
    const stopped = pod.stop(1000);
    running = undefined;
    come();
    await stopped;
    assert.deepEqual(network.removed, [`namespace-0 ${place.podIP}`]);
    assert.equal(log(), "");
  });

  it("does not go on trying once it is stopped", async () => {
    network.failures.push(new Error("no"), new Error("no"), new Error("no"));
    const pod = run(scriptPod(sleeping), inNamespace);
    await reported("NetworkNotReady 0");
    await pod.stop(1000);
    running = undefined;
    await sleep(1200);
    assert.deepEqual([network.asked.length, network.removed], [1, []]);
  });

  it("shares it among its containers, reports all of them, and is ready when all are", async () => {
    const say = `echo "$NAMESPACE"; ${sleeping}`;
    const pod = run(twoScripts(say, say), inNamespace, inNamespace);
    await become("one ready 0", "two ready 0");
    await eventually("their words", () => log() === "namespace-0\nnamespace-0\n");
    assert.equal(pod.ready, true);
    assert.deepEqual(network.asked.length, 1);
    const statuses = host.statuses.filter(({ containerStatuses }) => {
      return containerStatuses?.some(({ ready }) => !ready);
    });
    assert.ok(statuses.length > 0);
    for (const { conditions } of statuses) {
      assert.equal(conditions?.find(({ type }) => type === "Ready")?.status, "False");
    }
  });

  it("starts a container again that has ended, in the same namespace, while the other goes on", async () => {
    const once = `echo "$NAMESPACE"; test -e started || { touch started; exit 3; }; ${sleeping}`;
    const pod = run(twoScripts(once, sleeping), inNamespace, inNamespace);
    await eventually("the other", () => pod.containers[1]?.pid !== undefined);
    const other = pod.containers[1]?.pid;
    await become("one waits 1", "two ready 0");
    await become("one ready 1", "two ready 0");
    assert.equal(pod.containers[1]?.pid, other);
    await eventually("its words", () => log() === "namespace-0\nnamespace-0\n");
    assert.equal(network.asked.length, 1);
  });
});
