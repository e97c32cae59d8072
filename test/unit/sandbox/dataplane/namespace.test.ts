import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { type Mounts, Namespace } from "../../../../sandbox/dataplane/namespace";
import { ProcessTable, startTicks } from "../../../../sandbox/processes";
import { eventually, remove, temporaryFolder } from "../support/folder";
import { describeDataPlane } from "./support/describe-data-plane";
import { Insiders } from "./support/insiders";

describeDataPlane("a network namespace", () => {
  let folder = "";
  let table = new ProcessTable("/nowhere");
  let insiders = new Insiders(table, "/nowhere");
  let opened: Namespace[] = [];
  beforeEach(() => {
    folder = temporaryFolder();
    table = new ProcessTable(records());
    insiders = new Insiders(table, folder);
    opened = [];
  });
  afterEach(async () => {
    await insiders.stop();
    await Promise.all(opened.map((one) => one.close()));
    remove(folder);
  });

  const records = () => path.join(folder, "processes.json");
  const log = () => path.join(folder, "pause.log");
  async function open(mounts: Mounts = {}): Promise<Namespace> {
    const namespace = await Namespace.open(table, "east/pause", folder, log(), mounts);
    opened.push(namespace);
    return namespace;
  }
  const networkOf = (pid: number | string) => fs.readlinkSync(`/proc/${pid}/ns/net`);
  const noRecords = () => eventually("an empty record", () => !fs.existsSync(records()));

  it("is a network of its own, in which there is nothing but a loopback link", async () => {
    const namespace = await open();
    assert.notEqual(networkOf(namespace.pid), networkOf("self"));
    assert.notEqual(networkOf(namespace.pid), networkOf((await open()).pid));
    const links = await insiders.run(namespace, "ip", ["-brief", "link"]);
    assert.match(links, /^lo\s+DOWN\s[^\n]*$/);
  });

  it("leaves no process when it is closed", async () => {
    const namespace = await open();
    assert.notEqual(startTicks(namespace.pid), undefined);
    await namespace.close();
    assert.equal(startTicks(namespace.pid), undefined);
    await noRecords();
  });

  it("can be closed twice, and when the process that holds it was killed", async () => {
    const namespace = await open();
    process.kill(namespace.pid, "SIGKILL");
    await namespace.close();
    await namespace.close();
    await noRecords();
  });

  it("of which the process was killed leaves nothing in the way of another like it", async () => {
    const links = ["link add name here type veth peer name there", "link set here up"];
    const first = await open();
    await first.ip(links);
    process.kill(first.pid, "SIGKILL");
    await (await open()).ip(links);
  });

  it("has files of its own in place of this machine's, which can change", async () => {
    const [hosts, before] = [path.join(folder, "hosts"), fs.readFileSync("/etc/hosts", "utf8")];
    fs.writeFileSync(hosts, "198.18.1.1 one\n");
    const namespace = await open({ "/etc/hosts": hosts });
    const seen = () => insiders.run(namespace, "cat", ["/etc/hosts"]);
    assert.equal(await seen(), "198.18.1.1 one");
    fs.writeFileSync(hosts, "198.18.1.2 two\n");
    assert.equal(await seen(), "198.18.1.2 two");
    assert.equal(fs.readFileSync("/etc/hosts", "utf8"), before);
  });

  it("does not come up without a file that it is to have, says where it is told why, and ends", async () => {
    await assert.rejects(open({ "/etc/hosts": path.join(folder, "none") }), {
      message: `network namespace east/pause: exit code 1, see ${log()}`,
    });
    assert.match(fs.readFileSync(log(), "utf8"), /none/);
    await noRecords();
  });

  it("runs a process as it would be run outside of it", async () => {
    const namespace = await open();
    const spec = {
      name: "east/sh",
      command: "/bin/sh",
      args: ["-c", 'echo "$PWD $ONLY-$HOME $0 $1"; ip -brief link | wc -l; exit 3', "a b", "-c"],
      env: { ONLY: "this", PATH: process.env["PATH"] ?? "" },
      cwd: folder,
      log: path.join(folder, "sh.log"),
    };
    assert.equal(await table.start(namespace.inside(spec)).ended, "exit code 3");
    assert.equal(fs.readFileSync(spec.log, "utf8"), `${folder} this- a b -c\n1\n`);
  });

  it("says which line of ip failed, and why", async () => {
    const namespace = await open();
    const lines = ["link set lo up", "link set net7 up", "addr add 10.0.0.1/32 dev lo"];
    await assert.rejects(namespace.ip(lines), {
      message:
        '"link set net7 up" in a network namespace: Cannot find device "net7"; Command failed -:2',
    });
    await assert.rejects(namespace.ip(["nonsense"]), /^Error: "nonsense" in a network namespace: /);
  });

  it("takes no lines of ip for nothing to be done", async () => {
    await (await open()).ip([]);
  });

  it("has settings of its own, and says which is not there", async () => {
    const namespace = await open();
    await namespace.set({ "ipv4/ip_forward": "1", "ipv4/conf/default/rp_filter": "0" });
    const file = "/proc/sys/net/ipv4/ip_forward";
    assert.equal(await insiders.run(namespace, "cat", [file]), "1");
    await assert.rejects(namespace.set({ "ipv4/none": "1" }), /\/proc\/sys\/net\/ipv4\/none/);
  });
});
