import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { type ListeningServer, listen } from "./listen";
import { Stream } from "./stream";
import { type StreamRequest, streamRequestSchema } from "./stream-request";

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Takes orders for streams at a unix socket, as HTTP with JSON; `control.ts` is its client. */
export async function startControlServer(socket: string): Promise<ListeningServer> {
  const streams = new Map<string, Stream>();
  const server = http.createServer((request, response) => {
    void reply(request, streams)
      .catch((error: unknown) => refuse(500, String(error)))
      .then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      });
  });
  fs.mkdirSync(path.dirname(socket), { recursive: true });
  // One that ended without warning has left it behind.
  fs.rmSync(socket, { force: true });
  const listening = await listen(server, { path: socket });
  return {
    ...listening,
    async stop() {
      await Promise.all([listening.stop(), ...[...streams.values()].map((one) => one.stop())]);
    },
  };
}

async function reply(request: http.IncomingMessage, streams: Map<string, Stream>): Promise<Reply> {
  const { method = "", url = "" } = request;
  if (method === "POST" && url === "/streams") {
    return start(await text(request), streams);
  }
  const id = decoded(/^\/streams\/(?<id>[^/?]+)$/.exec(url)?.groups?.["id"] ?? "");
  if (id === "" || !["GET", "DELETE"].includes(method)) {
    return refuse(404, `no ${method} ${url}: POST /streams, GET and DELETE /streams/<id>`);
  }
  const stream = streams.get(id);
  if (stream === undefined) {
    return refuse(404, `no stream "${id}"`);
  }
  if (method === "GET") {
    return { status: 200, body: stream.report() };
  }
  const body = await stream.stop();
  streams.delete(id);
  return { status: 200, body };
}

function start(body: string, streams: Map<string, Stream>): Reply {
  const request = parsed(body);
  if (typeof request === "string") {
    return refuse(400, request);
  }
  if (streams.has(request.id)) {
    return refuse(409, `stream "${request.id}" is there already`);
  }
  const stream = new Stream(request);
  streams.set(request.id, stream);
  return { status: 201, body: stream.report() };
}

/** The request, or what is wrong with it. */
function parsed(body: string): StreamRequest | string {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch (error) {
    return `not JSON: ${(error as Error).message}`;
  }
  const read = streamRequestSchema.safeParse(raw);
  if (read.success) {
    return read.data;
  }
  // As "targets.0.protocol: Invalid option: ...".
  return read.error.issues
    .map(({ path: at, message }) => (at.length === 0 ? message : `${at.join(".")}: ${message}`))
    .join("; ");
}

/** Part of a URL as it was before it was escaped; empty where that went wrong. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

function refuse(status: number, error: string): Reply {
  return { status, body: { error } };
}
