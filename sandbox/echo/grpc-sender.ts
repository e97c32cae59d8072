import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { readAnswer, startOf } from "./answer";
import { grpcEchoPath, passBytes } from "./grpc-echo";
import type { Sender } from "./sender";
import type { Target } from "./stream-request";

/** One channel for all requests: HTTP/2 connections are made to last, and it is requests that Envoy balances. */
export function grpcSender({ address, authority }: Target): Sender {
  const client = new Client(address, credentials.createInsecure(), {
    "grpc.default_authority": authority ?? address,
    "grpc.enable_http_proxy": 0,
    // Each failure is to be counted, and a target that is back to be seen soon (default: after up to two minutes).
    "grpc.enable_retries": 0,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
    // Or targets at the same address share connections.
    "grpc.use_local_subchannel_pool": 1,
  });
  return {
    send: async (timeoutMs) => readAnswer(await call(client, timeoutMs)),
    close: () => client.close(),
  };
}

function call(client: Client, timeoutMs: number): Promise<string> {
  const deadline = Date.now() + timeoutMs;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      grpcEchoPath,
      passBytes,
      passBytes,
      Buffer.from("{}"),
      new Metadata(),
      { deadline },
      (error, answer) => {
        if (error === null) {
          resolve(String(answer ?? ""));
        } else {
          reject(new Error(reason(error, timeoutMs), { cause: error }));
        }
      },
    );
  });
}

function reason({ code, details }: ServiceError, timeoutMs: number): string {
  if (code === status.DEADLINE_EXCEEDED) {
    return `no answer within ${timeoutMs} ms`;
  }
  const system = /\b(?:ECONN|EHOST|ENET|EPIPE|ETIMEDOUT)[A-Z]*/.exec(details)?.[0];
  // The time at which a connection failed, by which no two failures were the same, and empty notes.
  const lasting = details.replace(/ \(\d{4}-[^)]*Z\)/, "").replace(/\. Resolution note:\s*$/, "");
  return system ?? `gRPC ${status[code]}: ${startOf(lasting)}`;
}
