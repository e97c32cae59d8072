import * as http from "node:http";
import * as net from "node:net";
import { createInterface } from "node:readline";
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall } from "@grpc/grpc-js";
import type { EchoAnswer, Workload } from "./answer";
import { grpcEchoPath, passBytes } from "./grpc-echo";
import { clientIdentity } from "./identity";
import { type ListeningServer, listen } from "./listen";

/** The pod's own loopback: what comes from elsewhere comes by its sidecar. */
const host = "127.0.0.1";
const certificateHeader = "x-forwarded-client-cert";

/** Answers every request, `/ready` without a word. */
export function startHttp(workload: Workload, port: number): Promise<ListeningServer> {
  const server = http.createServer((request, response) => {
    request.resume();
    if (request.url === "/ready") {
      response.end();
      return;
    }
    // Node.js joins the values of a header that comes more than once, though not so in its types.
    const header = [request.headers[certificateHeader] ?? []].flat().join(",");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answerTo(workload, header)));
  });
  // Node.js would close a connection after five idle seconds, just as the sidecar may be sending a request on it.
  server.keepAliveTimeout = 0;
  return listen(server, { host, port });
}

export async function startGrpc(workload: Workload, port: number): Promise<ListeningServer> {
  const server = new Server();
  const method = {
    path: grpcEchoPath,
    requestStream: false,
    responseStream: false,
    requestSerialize: passBytes,
    requestDeserialize: passBytes,
    responseSerialize: passBytes,
    responseDeserialize: passBytes,
  } as const;
  server.addService(
    { Echo: method },
    {
      Echo: (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => {
        const header = call.metadata.get(certificateHeader).join(",");
        done(null, Buffer.from(JSON.stringify(answerTo(workload, header))));
      },
    },
  );
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, chosen) => {
      if (error === null) {
        resolve(chosen);
      } else {
        reject(error);
      }
    });
  });
  return {
    port: bound,
    stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())),
  };
}

/** Answers every line with one. */
export async function startTcp(workload: Workload, port: number): Promise<ListeningServer> {
  const sockets = new Set<net.Socket>();
  // Half open, or who sends a line and then closes its side got no answer.
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    createInterface({ input: socket })
      .on("line", () => socket.write(`${JSON.stringify(workload)}\n`))
      .on("close", () => socket.end());
  });
  const listening = await listen(server, { host, port });
  return {
    ...listening,
    stop() {
      const stopped = listening.stop();
      // Whatever came is answered; a client that goes on to keep its connection would be waited for.
      sockets.forEach((socket) => socket.destroySoon());
      return stopped;
    },
  };
}

function answerTo(workload: Workload, header: string): EchoAnswer {
  const identity = clientIdentity(header);
  return { ...workload, ...(identity !== undefined && { identity }) };
}
