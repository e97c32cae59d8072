import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { Namespace } from "../../../../sandbox/dataplane/namespace";
import type { Forwards } from "../../../../sandbox/dataplane/relay";
import { writeFileAtomically } from "../../../../sandbox/files";
import { connectTo } from "../../../../sandbox/network/connect";
import { startConnectProxy } from "../../../../sandbox/network/connect-proxy";
import type { Target } from "../../../../sandbox/network/service-backends";
import { ProcessTable, type RunningProcess } from "../../../../sandbox/processes";
import { eventually, remove, sleep, temporaryFolder } from "../support/folder";
import { describeDataPlane } from "./support/describe-data-plane";
import { Insiders } from "./support/insiders";
import { bundleRelay } from "./support/relay";

/** In a namespace of its own, because it listens on all addresses of wherever it runs. */
describeDataPlane("the relay", () => {
  let program = "";
  let programFolder = "";
  let folder = "";
  let namespace: Namespace;
  let relay: RunningProcess | undefined;
  let out: http.Server | undefined;
  let insiders = new Insiders(new ProcessTable("/nowhere"), "/nowhere");
  let servers: net.Server[] = [];
  /** What everyone waits for who asks for the host "slow". */
  let held: Promise<void> = Promise.resolve();

  before(async () => {
    programFolder = temporaryFolder();
    program = await bundleRelay(programFolder);
  });
  after(() => remove(programFolder));
  beforeEach(async () => {
    folder = temporaryFolder();
    servers = [];
    const table = new ProcessTable(path.join(folder, "processes.json"));
    insiders = new Insiders(table, folder);
    out = await startConnectProxy(through(), leadOut, () => undefined);
    namespace = await Namespace.open(table, "east/node", folder, path.join(folder, "node.log"));
    await namespace.ip(["link set lo up"]);
    serve({});
    const spec = namespace.inside({
      name: "east/relay",
      command: process.execPath,
      args: [program, socket(), forwardsFile()],
      env: {},
      cwd: folder,
      log: path.join(folder, "relay.log"),
    });
    relay = table.start(spec);
    await eventually("the relay", () => fs.existsSync(socket()), 15_000);
  });
  afterEach(async () => {
    await insiders.stop();
    await relay?.stop(0);
    await namespace.close();
    out?.closeAllConnections();
    out?.close();
    servers.forEach((server) => server.close());
    remove(folder);
  });

  const socket = () => path.join(folder, "relay.sock");
  const through = () => path.join(folder, "out.sock");
  const forwardsFile = () => path.join(folder, "forwards.json");
  const serve = (forwards: Forwards) =>
    writeFileAtomically(forwardsFile(), JSON.stringify(forwards));

  /** The way out of the namespace, to this process. */
  async function leadOut(asked: string): Promise<Target> {
    const [host, port] = asked.split(":");
    await (host === "slow" ? held : undefined);
    return { host: "127.0.0.1", port: Number(port) };
  }

  /** A server of this process, as the relay reaches it. */
  async function outsider(
    name: string,
    server: net.Server = http.createServer((_, response) => response.end(name)),
  ): Promise<Target> {
    servers.push(server);
    await once(server.listen(0, "127.0.0.1"), "listening");
    return { host: name, port: (server.address() as net.AddressInfo).port, through: through() };
  }

  /** What one gets in the namespace who comes by the relay's socket: the answer, or the error's message. */
  async function ask(host: string, port: number): Promise<string> {
    try {
      const connection = await connectTo({ host, port, through: socket() });
      const request = http.get({ createConnection: () => connection });
      const [response] = (await once(request, "response")) as [http.IncomingMessage];
      return await text(response);
    } catch (error) {
      return (error as Error).message;
    }
  }

  async function eventuallyGets(answer: string, host: string, port: number): Promise<void> {
    let last = await ask(host, port);
    for (let tries = 0; tries < 1000 && last !== answer; tries += 1) {
      await sleep(10);
      last = await ask(host, port);
    }
    assert.equal(last, answer);
  }

  /** What a program in the namespace gets. */
  const askInside = (host: string, port: number) => insiders.ask(namespace, host, port);

  it("takes the targets of an address in turn", async () => {
    const [one, two, three] = [await outsider("1"), await outsider("2"), await outsider("3")];
    serve({ "127.77.0.1:80": [one, two, three] });
    await eventuallyGets("1", "127.77.0.1", 80);
    const answers: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      answers.push(await ask("127.77.0.1", 80));
    }
    assert.deepEqual(answers, ["2", "3", "1", "2", "3", "1"]);
  });

  it("tells the addresses apart that have the same port", async () => {
    serve({ "127.77.0.1:80": [await outsider("1")], "127.77.0.2:80": [await outsider("2")] });
    await eventuallyGets("1", "127.77.0.1", 80);
    assert.equal(await ask("127.77.0.2", 80), "2");
  });

  it("resets connections to an address without targets, and to one that it does not know", async () => {
    serve({ "127.77.0.1:80": [await outsider("1")], "127.77.0.2:80": [] });
    await eventuallyGets("1", "127.77.0.1", 80);
    assert.equal(await askInside("127.77.0.2", 80), "ECONNRESET");
    assert.equal(await askInside("127.77.0.3", 80), "ECONNRESET");
    assert.equal(await askInside("127.77.0.1", 80), "1");
  });

  it("takes the next target for one that cannot be reached, and resets when none can", async () => {
    const [one, there] = [await outsider("1"), { host: "127.77.1.1", port: 9 }];
    serve({ "127.77.0.1:80": [there, one], "127.77.0.2:80": [there, there] });
    await eventuallyGets("1", "127.77.0.1", 80);
    assert.equal(await ask("127.77.0.1", 80), "1");
    assert.equal(await ask("127.77.0.1", 80), "1");
    assert.equal(await askInside("127.77.0.2", 80), "ECONNRESET");
  });

  it("follows what is said of its addresses", async () => {
    const [one, two] = [await outsider("1"), await outsider("2")];
    serve({ "127.77.0.1:80": [one] });
    await eventuallyGets("1", "127.77.0.1", 80);
    serve({ "127.77.0.1:80": [two], "127.77.0.1:81": [one] });
    await eventuallyGets("2", "127.77.0.1", 80);
    await eventuallyGets("1", "127.77.0.1", 81);
  });

  it("closes the ports that are gone, and opens them again", async () => {
    const one = await outsider("1");
    const both = { "127.77.0.1:80": [one], "127.77.0.1:81": [one] };
    serve(both);
    await eventuallyGets("1", "127.77.0.1", 81);
    serve({ "127.77.0.1:80": [one] });
    await eventuallyGets("connect ECONNREFUSED 127.77.0.1:81", "127.77.0.1", 81);
    assert.equal(await ask("127.77.0.1", 80), "1");
    serve(both);
    await eventuallyGets("1", "127.77.0.1", 81);
  });

  it("reaches what listens in the namespace, as a target and by its socket", async () => {
    await insiders.serve(namespace, "127.77.1.1", 9000, "pod");
    serve({ "127.77.0.1:80": [{ host: "127.77.1.1", port: 9000 }] });
    await eventuallyGets("pod to 127.0.0.1", "127.77.0.1", 80);
    assert.equal(await ask("127.77.1.1", 9000), "pod to 127.0.0.1");
    assert.equal(await ask("127.77.1.2", 9000), "connect ECONNREFUSED 127.77.1.2:9000");
  });

  it("leaves no connection to a target whose client has broken off meanwhile", async () => {
    let [connections, ends] = [0, 0];
    const server = net.createServer((connection) => {
      connections += 1;
      connection
        .resume()
        .on("error", () => undefined)
        .on("close", () => (ends += 1));
    });
    const [slow, one] = [await outsider("slow", server), await outsider("1")];
    let release: () => void = () => undefined;
    held = new Promise((resolve) => (release = resolve));
    serve({ "127.77.0.1:80": [slow], "127.77.0.2:80": [one] });
    await eventuallyGets("1", "127.77.0.2", 80);
    const script =
      'const client = require("net").connect(80, "127.77.0.1", () => client.resetAndDestroy())';
    await insiders.run(namespace, process.execPath, ["-e", script]);
    release();
    await eventually("the connection", () => connections === 1);
    await eventually("its end", () => ends === 1);
  });
});
