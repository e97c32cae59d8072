import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { V1Pod, V1Volume } from "@kubernetes/client-node";
import type { ProcessImage } from "../../../sandbox/kubelet/images";
import type { PartSource } from "../../../sandbox/kubelet/pod-host";
import { PodProcess } from "../../../sandbox/kubelet/pod-process";
import { eventually, remove, sleep, temporaryFolder } from "./support/folder";
import { FakeHost, scriptPod, shell } from "./support/pods";

const place = { address: "127.0.0.1", podIP: "10.101.200.10", hostIP: "10.101.255.1" };
const sleeping = "exec sleep 30";

describe("a pod that runs as a process", () => {
  let folder = "";
  let host = new FakeHost("/nowhere");
  let process: PodProcess | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
    host = new FakeHost(folder);
  });
  afterEach(async () => {
    await process?.stop(0);
    process = undefined;
    remove(folder);
  });

  function run(pod: V1Pod): PodProcess {
    process = new PodProcess(pod, [shell], place, host);
    process.start();
    return process;
  }
  const reported = (report: string) => eventually(report, () => host.reports.includes(report));
  const log = () => fs.readFileSync(host.logFile(), "utf8");
  const records = () => fs.existsSync(path.join(folder, "processes.json"));

  function withSecret(script: string): V1Pod {
    const pod = scriptPod(script, { volumeMounts: [{ name: "v", mountPath: "/etc/v" }] });
    const volumes: V1Volume[] = [{ name: "v", secret: { secretName: "cacerts" } }];
    return { ...pod, spec: { containers: pod.spec?.containers ?? [], volumes } };
  }

  it("is reported running and then ready, with the addresses of its pod", async () => {
    const running = run(scriptPod(sleeping));
    await reported("ready 0");
    assert.deepEqual(host.reports, ["running 0", "ready 0"]);
    assert.equal(host.statuses[1]?.podIP, place.podIP);
    assert.equal(host.statuses[1].phase, "Running");
    assert.equal(running.ready, true);
    const [container] = running.containers;
    assert.ok((container?.pid ?? 0) > 0);
  });

  it("gets its arguments, the flags of its image, a kubeconfig and the service environment", async () => {
    const script = 'echo "$0 $1 $KUBERNETES_SERVICE_HOST $NAME"; exec sleep 30';
    run(
      scriptPod(script, { env: [{ name: "NAME", value: "$(OTHER)" }], command: ["/usr/bin/sh"] }),
    );
    await eventually("its words", () => fs.existsSync(host.logFile()) && log() !== "");
    const root = path.join(folder, "pods/uid-1/discovery");
    assert.equal(log(), `127.0.0.1 --kubeconfig=${root}/kubeconfig 127.20.1.1 $(OTHER)\n`);
    assert.match(fs.readFileSync(path.join(root, "kubeconfig"), "utf8"), /^token .*\/token$/);
  });

  it("says again that it is ready when others have called it not ready, as they do when its node was not heard of", async () => {
    const running = run(scriptPod(sleeping));
    await reported("ready 0");
    const condition = (status: string) => [{ type: "Ready", status }];
    running.update({ ...scriptPod(sleeping), status: { conditions: condition("True") } });
    running.update({ ...scriptPod(sleeping), status: { conditions: condition("False") } });
    await eventually("another report", () => host.reports.length === 3);
    assert.deepEqual(host.reports, ["running 0", "ready 0", "ready 0"]);
  });

  it("is started again when it ends, with one more restart", async () => {
    run(scriptPod(`test -e started || { touch started; exit 3; }; ${sleeping}`));
    await reported("ready 1");
    assert.deepEqual(host.reports, [
      "running 0",
      "ready 0",
      "CrashLoopBackOff 1",
      "running 1",
      "ready 1",
    ]);
    const waiting = host.statuses[2]?.containerStatuses?.[0]?.state?.waiting;
    assert.equal(waiting?.message, "the process ended with exit code 3");
  });

  it("waits for a missing secret, says which, and starts when it is there", async () => {
    run(withSecret(sleeping));
    await reported("CreateContainerConfigError 0");
    const [status] = host.statuses;
    assert.equal(status?.phase, "Pending");
    assert.equal(
      status.containerStatuses?.[0]?.state?.waiting?.message,
      'secret "cacerts" not found',
    );
    host.source.objects.set("secret/istio-system/cacerts", { key: "K" });
    await reported("ready 0");
  });

  it("says that its image lacks the command, or that its probe cannot be run", async () => {
    run(scriptPod("", { command: ["bash"] }));
    await reported("CreateContainerConfigError 0");
    const message = () => host.statuses[0]?.containerStatuses?.[0]?.state?.waiting?.message;
    assert.equal(message(), 'the image has no program "bash", only sh');
    await process?.stop(0);
    host.statuses.length = 0;
    run(scriptPod("", { readinessProbe: { exec: { command: ["true"] } } }));
    await reported("CreateContainerConfigError 0");
    assert.equal(message(), "the sandbox cannot run the readiness probe of discovery");
  });

  describe("whose program is missing", () => {
    const older: ProcessImage = { ...shell, part: "pilot-discovery-1.16" };
    const waiting = () => host.statuses.at(-1)?.containerStatuses?.[0]?.state?.waiting;
    const runOlder = () => {
      process = new PodProcess(scriptPod(sleeping), [older], place, host);
      process.start();
      return process;
    };
    /** Parts of which one is missing until it is built, which `build` does. */
    const missingUntil = (build: () => Promise<void>): PartSource => {
      let binary: string | undefined;
      return {
        find: () => binary,
        build: async () => {
          await build();
          binary = "/bin/sh";
        },
      };
    };

    it("says that it is being built, and runs as soon as it is", async () => {
      let built: () => void = () => undefined;
      host.parts = missingUntil(() => new Promise((resolve) => (built = resolve)));
      runOlder();
      await reported("Pulling 0");
      assert.equal(
        waiting()?.message,
        "pilot-discovery-1.16 is being built, which takes minutes the first time",
      );
      built();
      await reported("ready 0");
      assert.deepEqual(host.reports, ["Pulling 0", "running 0", "ready 0"]);
    });

    it("says why it could not be built, as a kubelet does of an image, and tries again", async () => {
      const failures = [new Error("no go on PATH")];
      host.parts = missingUntil(() => {
        const [failure] = failures.splice(0);
        return failure ? Promise.reject(failure) : Promise.resolve();
      });
      runOlder();
      await reported("ErrImagePull 0");
      assert.equal(waiting()?.message, "no go on PATH");
      await reported("ready 0");
    });

    it("does not wait for it when it is stopped, and never starts", async () => {
      host.parts = missingUntil(() => new Promise(() => undefined));
      const running = runOlder();
      await reported("Pulling 0");
      await running.stop(1000);
      assert.equal(running.containers[0]?.pid, undefined);
      assert.equal(records(), false);
    });
  });

  it("counts the run that a crash of the sandbox has ended", async () => {
    const pod = scriptPod(sleeping);
    const previous = {
      name: "discovery",
      image: "",
      imageID: "",
      ready: true,
      restartCount: 4,
      state: { running: {} },
    };
    run({ ...pod, status: { containerStatuses: [previous] } });
    await reported("ready 5");
  });

  it("leaves no process and no folder when it is stopped, and is not heard of again", async () => {
    const running = run(withSecret(sleeping));
    host.source.objects.set("secret/istio-system/cacerts", { key: "K" });
    await reported("ready 0");
    await running.stop(1000);
    assert.equal(fs.existsSync(path.join(folder, "pods", "uid-1")), false);
    await eventually("an empty record", () => !records());
    const said = host.statuses.length;
    await sleep(50);
    assert.equal(host.statuses.length, said);
  });

  it("stops at once while it waits to be started again", async () => {
    const running = run(scriptPod("exit 1"));
    await reported("CrashLoopBackOff 1");
    const before = Date.now();
    await running.stop(5000);
    assert.ok(Date.now() - before < 500);
  });

  it("never starts after it was stopped, however slow its secrets come", async () => {
    host.source.objects.set("secret/istio-system/cacerts", { key: "K" });
    host.source.delay = () => sleep(100);
    const running = run(withSecret(sleeping));
    await running.stop(1000);
    assert.equal(running.containers[0]?.pid, undefined);
    assert.equal(records(), false);
    assert.equal(fs.existsSync(path.join(folder, "pods", "uid-1")), false);
  });

  it("leaves no folder when a secret is being written while it stops", async () => {
    host.source.objects.set("secret/istio-system/cacerts", { key: "K" });
    const running = run(withSecret(sleeping));
    await reported("ready 0");
    host.source.objects.set("secret/istio-system/cacerts", { key: "L" });
    host.source.delay = () => sleep(100);
    const refresh = running.refreshVolumes();
    await running.stop(1000);
    await refresh;
    assert.equal(fs.existsSync(path.join(folder, "pods", "uid-1")), false);
  });

  it("sees the last of two changes of a secret, even if it was read faster", async () => {
    host.source.objects.set("secret/istio-system/cacerts", { key: "0" });
    const running = run(withSecret(sleeping));
    await reported("ready 0");
    const delays = [100, 0];
    host.source.delay = () => sleep(delays.shift() ?? 0);
    host.source.objects.set("secret/istio-system/cacerts", { key: "1" });
    const first = running.refreshVolumes();
    await sleep(10);
    host.source.objects.set("secret/istio-system/cacerts", { key: "2" });
    await Promise.all([first, running.refreshVolumes()]);
    assert.equal(fs.readFileSync(path.join(folder, "pods/uid-1/discovery/etc/v/key"), "utf8"), "2");
  });
});
