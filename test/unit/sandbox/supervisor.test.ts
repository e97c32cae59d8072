import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { SandboxLayout } from "../../../sandbox/layout";
import { ProcessTable, startTicks } from "../../../sandbox/processes";
import { sandboxDown } from "../../../sandbox/sandbox";
import {
  endSupervisor,
  runningStatus,
  startSupervisor,
  supervisorStatus,
  tellSupervisor,
} from "../../../sandbox/supervisor-process";
import { sleepingBinaries } from "./support/binaries";
import { eventually, remove, temporaryFolder } from "./support/folder";

/** A supervisor as it is, of programs that only sleep, in a folder and a loopback network of its own. */
describe("the supervisor", function () {
  this.timeout(30_000);
  let folder = "";
  let layout = new SandboxLayout("/nowhere");
  beforeEach(() => {
    folder = temporaryFolder();
    layout = new SandboxLayout(path.join(folder, "sandbox"));
  });
  afterEach(async () => {
    await endSupervisor(layout);
    await ProcessTable.reap(layout.processes);
    remove(folder);
  });

  function want(...names: string[]): void {
    const clusters = names.map((name, at) => [name, { index: at + 1, network: name }] as const);
    fs.mkdirSync(layout.root, { recursive: true });
    const desired = {
      loopback: 12,
      clusters: Object.fromEntries(clusters),
      binaries: sleepingBinaries(folder),
      dataPlane: { missing: "nothing is real here" },
      sockets: path.join(folder, "sockets"),
    };
    fs.writeFileSync(layout.desired, JSON.stringify(desired));
  }
  const clusters = () => Object.keys(runningStatus(layout)?.clusters ?? {});
  const recorded = (name: string): number | undefined => {
    const text = fs.existsSync(layout.processes) ? fs.readFileSync(layout.processes, "utf8") : "[]";
    const records = JSON.parse(text) as { name: string; pid: number }[];
    return records.find((one) => one.name === name)?.pid;
  };
  const runs = (name: string) => eventually(name, () => recorded(name) !== undefined, 15_000);

  it("is known from its first moment, survives what it cannot do, and leaves nothing", async () => {
    want("east", "west");
    startSupervisor(layout);
    const { pid } = supervisorStatus(layout);
    assert.deepEqual(clusters(), []);
    await runs("west/kube-apiserver");
    await eventually("both clusters", () => clusters().length === 2);

    const etcd = recorded("etcd") ?? 0;
    process.kill(etcd, "SIGKILL");
    await eventually("another etcd", () => ![undefined, etcd].includes(recorded("etcd")));

    // There is no etcd to forget the cluster, and then a file that is no JSON.
    want("east");
    await tellSupervisor(layout);
    await eventually("the end of west", () => clusters().length === 1);
    assert.equal(recorded("west/kube-apiserver"), undefined, "gone means ended");
    fs.writeFileSync(layout.desired, "{");
    await tellSupervisor(layout);
    await eventually("a word of it", () =>
      fs.readFileSync(layout.supervisorLog, "utf8").includes("cannot do what is wanted"),
    );
    want("east", "west");
    await tellSupervisor(layout);
    await runs("west/kube-apiserver");

    await endSupervisor(layout);
    assert.equal(startTicks(pid), undefined);
    assert.equal(fs.existsSync(layout.processes), false);
    assert.equal(runningStatus(layout), undefined);
  });

  it("that is only starting is ended by `down`, and what it was to run never starts", async () => {
    want("east");
    startSupervisor(layout);
    const { pid } = supervisorStatus(layout);
    fs.mkdirSync(path.join(layout.charts, "1.22"), { recursive: true });
    fs.writeFileSync(layout.toolchainLog, "");
    assert.deepEqual(await sandboxDown(layout), { ended: ["east"], left: [] });
    assert.equal(startTicks(pid), undefined);
    assert.deepEqual(fs.readdirSync(layout.root), []);
  });

  it("that does not listen is killed", async () => {
    want("east");
    startSupervisor(layout);
    const { pid } = supervisorStatus(layout);
    process.kill(pid, "SIGSTOP");
    await endSupervisor(layout, 300);
    assert.equal(startTicks(pid), undefined);
  });

  it("that has ended is missed at once, and the error names its log", () => {
    assert.throws(() => supervisorStatus(layout), {
      message: `the sandbox's supervisor has ended, see ${layout.supervisorLog}`,
    });
  });

  it("goes on with the others when some clusters are ended, and both are told", async () => {
    want("east", "west");
    startSupervisor(layout);
    await runs("west/kube-apiserver");
    const ending = { ended: ["west"], left: ["east"] };
    assert.deepEqual(await sandboxDown(layout, ["west", "unknown"]), ending);
    assert.deepEqual(clusters(), ["east"]);
    assert.equal(recorded("west/kube-apiserver"), undefined);
    assert.notEqual(recorded("east/kube-apiserver"), undefined);
    assert.deepEqual(await sandboxDown(layout, ["unknown"]), { ended: [], left: ["east"] });
  });

  it("has to run for some of the clusters to end, so that the others are kept", async () => {
    want("east", "west");
    await assert.rejects(sandboxDown(layout, ["east"]), {
      message: "the sandbox does not run: start it first, or end all of it, west too",
    });
    assert.ok(fs.existsSync(layout.desired));
  });
});
