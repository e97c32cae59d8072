import assert from "node:assert/strict";
import { once } from "node:events";
import type * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import { connectTo, join } from "../../../../sandbox/network/connect";
import { literally, startConnectProxy } from "../../../../sandbox/network/connect-proxy";
import type { Target } from "../../../../sandbox/network/service-backends";
import { remove, temporaryFolder } from "../support/folder";

/** All that is read from a connection, which can be written to afterwards still. */
async function all(socket: net.Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  socket.on("data", (part) => parts.push(part));
  await once(socket, "end");
  return Buffer.concat(parts);
}

const much = Buffer.alloc(6 * 1024 * 1024, "0123456789abcdef");

for (const kind of ["on this machine", "through a proxy"] as const) {
  describe(`two connections that are joined, the second ${kind}`, () => {
    let folder = "";
    let proxy: http.Server | undefined;
    let servers: net.Server[] = [];
    let sockets: net.Socket[] = [];
    /** What the far end does with a connection. */
    let answer: (socket: net.Socket) => void = () => undefined;

    beforeEach(() => {
      folder = temporaryFolder();
      [servers, sockets, proxy] = [[], [], undefined];
    });
    afterEach(() => {
      sockets.forEach((socket) => socket.destroy());
      servers.forEach((server) => server.close());
      proxy?.close();
      remove(folder);
    });

    async function listen(onConnection: (socket: net.Socket) => void): Promise<Target> {
      const server = net.createServer({ allowHalfOpen: true }, (socket) => {
        sockets.push(socket);
        onConnection(socket);
      });
      servers.push(server);
      await once(server.listen(0, "127.0.0.1"), "listening");
      return { host: "127.0.0.1", port: (server.address() as net.AddressInfo).port };
    }

    /** Connects to one that joins what it accepts with what `answer` answers. */
    async function connect(): Promise<net.Socket> {
      const far = await listen((socket) => {
        socket.on("error", () => socket.destroy());
        answer(socket);
      });
      const through = path.join(folder, "proxy.sock");
      proxy = await startConnectProxy(through, literally, () => undefined);
      const target = kind === "on this machine" ? far : { ...far, through };
      const between = await listen((client) => {
        void connectTo(target).then((upstream) => {
          sockets.push(upstream);
          join(client, upstream);
        });
      });
      const client = await connectTo(between);
      sockets.push(client);
      return client;
    }

    it("pass on what is asked and what is answered", async () => {
      answer = (socket) => socket.once("data", (data) => socket.end(`got ${String(data)}`));
      const client = await connect();
      client.write("hello");
      assert.equal(String(await all(client)), "got hello");
    });

    it("pass on that the asking side has said all, and then the answer", async () => {
      answer = (socket) => void all(socket).then((asked) => socket.end(`all of ${String(asked)}`));
      const client = await connect();
      client.end("hello");
      assert.equal(String(await all(client)), "all of hello");
    });

    it("pass on that the answering side has said all, and then what is asked still", async () => {
      const heard = new Promise<Buffer>((resolve) => {
        answer = (socket) => {
          socket.end("bye");
          void all(socket).then(resolve);
        };
      });
      const client = await connect();
      assert.equal(String(await all(client)), "bye");
      client.end("one more thing");
      assert.equal(String(await heard), "one more thing");
    });

    it("lose nothing of a long answer by one that closes at once", async () => {
      answer = (socket) => {
        socket.write(much);
        socket.destroySoon();
      };
      const answered = await all(await connect());
      assert.ok(answered.equals(much), `${answered.length} of ${much.length} bytes`);
    });

    it("lose nothing of a long answer to one that has said all and is slow to read", async () => {
      answer = (socket) => socket.end(much);
      const client = await connect();
      client.end();
      let length = 0;
      for await (const part of client) {
        length += (part as Buffer).length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(length, much.length);
    });

    it("lose nothing of a long question by one that closes at once", async () => {
      const heard = new Promise<Buffer>((resolve) => {
        answer = (socket) => void all(socket).then(resolve);
      });
      const client = await connect();
      client.write(much);
      client.destroySoon();
      const asked = await heard;
      assert.ok(asked.equals(much), `${asked.length} of ${much.length} bytes`);
    });

    it("end both when the answering side breaks off", async () => {
      answer = (socket) => socket.once("data", () => socket.resetAndDestroy());
      const client = await connect();
      client.write("hello");
      assert.equal(String(await all(client)), "");
    });

    it("end both when the asking side breaks off", async () => {
      const ended = new Promise<void>((resolve) => {
        answer = (socket) => {
          socket.resume().once("end", resolve).write("hello");
        };
      });
      const client = await connect();
      await once(client, "data");
      client.resetAndDestroy();
      await ended;
    });

    it("are not made when nothing listens, and the reason is told", async () => {
      const far = await listen(() => undefined);
      servers.splice(0).forEach((server) => server.close());
      const through = path.join(folder, "proxy.sock");
      proxy = await startConnectProxy(through, literally, () => undefined);
      await assert.rejects(connectTo(kind === "on this machine" ? far : { ...far, through }), {
        message: `connect ECONNREFUSED 127.0.0.1:${far.port}`,
      });
    });
  });
}
