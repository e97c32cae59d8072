import * as http from "node:http";
import { text } from "node:stream/consumers";
import { pause } from "../pause";
import type { StreamReport } from "./stream";
import type { StreamRequest } from "./stream-request";

const pollMs = 100;

/** Makes the program behind a control socket send requests. @throws Error if it has a stream of that id */
export async function startStream(socket: string, request: StreamRequest): Promise<void> {
  await ask(socket, "POST", "/streams", JSON.stringify(request));
}

/** How a stream goes. @throws Error if there is none of that id */
export async function readStream(socket: string, id: string): Promise<StreamReport> {
  return (await ask(socket, "GET", pathOf(id))) as StreamReport;
}

/** Ends a stream and says how it went, with the requests that were under way; afterwards there is none of that id. */
export async function stopStream(socket: string, id: string): Promise<StreamReport> {
  return (await ask(socket, "DELETE", pathOf(id))) as StreamReport;
}

/** Makes it send requests that come to an end, and says how they went. */
export async function runStream(
  socket: string,
  request: StreamRequest & { readonly count: number },
): Promise<StreamReport> {
  await startStream(socket, request);
  while ((await readStream(socket, request.id)).running) {
    await pause(pollMs);
  }
  return stopStream(socket, request.id);
}

function pathOf(id: string): string {
  return `/streams/${encodeURIComponent(id)}`;
}

async function ask(socket: string, method: string, path: string, body = ""): Promise<unknown> {
  const request = http.request({ socketPath: socket, method, path, agent: false });
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on("response", resolve).on("error", (error) => {
      reject(new Error(`nobody answers at ${socket}: ${error.message}`, { cause: error }));
    });
    request.end(body);
  });
  const answer = await text(response);
  const status = response.statusCode ?? 0;
  if (status >= 300) {
    throw new Error(`${method} ${path} at ${socket} was answered with ${status}: ${answer}`);
  }
  return JSON.parse(answer);
}
