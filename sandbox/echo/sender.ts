import * as http from "node:http";
import * as net from "node:net";
import { text } from "node:stream/consumers";
import { type EchoAnswer, readAnswer, startOf } from "./answer";
import { grpcSender } from "./grpc-sender";
import type { Target } from "./stream-request";

/** Sends requests to one target. */
export interface Sender {
  /** Asks once. @throws Error whose message is the same for failures of the same kind, so that they can be counted */
  send(timeoutMs: number): Promise<EchoAnswer>;
  close(): void;
}

export function senderTo(target: Target): Sender {
  if (target.protocol === "grpc") {
    return grpcSender(target);
  }
  const ask = target.protocol === "http" ? askHttp : askTcp;
  return {
    send: (timeoutMs) => within(timeoutMs, (signal) => ask(target, signal)),
    close: () => undefined,
  };
}

/** Asks over a connection of its own. */
async function askHttp({ address, authority }: Target, signal: AbortSignal): Promise<EchoAnswer> {
  const headers = { host: authority ?? address };
  const request = http.request({ ...endpoint(address), headers, agent: false, signal });
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on("error", reject).on("response", resolve).end();
  });
  const body = await text(response);
  if (response.statusCode !== 200) {
    throw new Error(`HTTP ${response.statusCode ?? 0}: ${startOf(body) || "no text"}`);
  }
  return readAnswer(body);
}

/** Asks with a line over a connection of its own. */
async function askTcp({ address }: Target, signal: AbortSignal): Promise<EchoAnswer> {
  const socket = net.connect({ ...endpoint(address), signal }).setEncoding("utf8");
  socket.write("who are you\n");
  let answer = "";
  for await (const part of socket) {
    answer += String(part);
    if (answer.includes("\n")) {
      return readAnswer(answer);
    }
  }
  // So it looks when the sidecar took the connection and then found nobody to pass it on to.
  throw new Error("closed without an answer");
}

function endpoint(address: string): { host: string; port: number } {
  const [host = "", port] = address.split(":");
  return { host, port: Number(port) };
}

async function within<T>(timeoutMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    return await ask(timeout.signal);
  } catch (error) {
    if (timeout.signal.aborted) {
      throw new Error(`no answer within ${timeoutMs} ms`, { cause: error });
    }
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code ?? message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
