import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "./certificates";

/** A server that answers with one status, as an API server would its version. */
export interface ApiServer {
  /** URL. */
  readonly server: string;
  /** PEM of what it has to be trusted by. */
  readonly ca: string;
  /** Path and authorization of every request, in order. */
  readonly requests: readonly { readonly path: string; readonly authorization: string }[];
  /** Media types that each of them accepts. */
  readonly accepted: readonly string[];
  close(): Promise<void>;
}

/** What else it answers, by path; read at each request, so that a cluster can change. */
export type Answers = Record<string, { readonly status: number; readonly body: string }>;

export async function startApiServer(status: number, answers: Answers = {}): Promise<ApiServer> {
  const { cert, key } = await selfSigned("api-server");
  const requests: { path: string; authorization: string }[] = [];
  const accepted: string[] = [];
  const listener = https.createServer({ cert, key }, (request, response) => {
    requests.push({
      path: request.url ?? "",
      authorization: request.headers.authorization ?? "",
    });
    accepted.push(request.headers.accept ?? "");
    const answer = answers[request.url ?? ""] ?? { status, body: "{}" };
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    server: `https://127.0.0.1:${port}`,
    ca: cert,
    requests,
    accepted,
    close: () => new Promise((resolve) => listener.close(() => resolve())),
  };
}

/** A server's URL that nothing listens to. */
export async function unreachableServer(): Promise<string> {
  const server = await startApiServer(200);
  await server.close();
  return server.server;
}
