import * as https from "node:https";
import type { ClusterAccess } from "./kubeconfig";

/** What an API server said. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** How long an API server may take to answer. */
const timeoutMs = 10_000;

/**
 * Gets a path of an API server, such as `/version`.
 * @throws Error that says why there is no answer: lower case, without secrets
 */
export function askApiServer(access: ClusterAccess, path: string): Promise<ApiAnswer> {
  const { server, ca, clientCertificate, token } = access;
  const options = {
    ca,
    ...clientCertificate,
    timeout: timeoutMs,
    agent: false,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
  return new Promise<ApiAnswer>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new Error(unreachable(server, error)));
    const request = https.get(`${server.replace(/\/$/, "")}${path}`, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", fail);
      response.on("end", () => {
        const body = Buffer.concat(parts).toString("utf8");
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    request.on("timeout", () => request.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)));
    request.on("error", fail);
  }).catch((error: unknown) => {
    // Certificates that are none and tokens with line breaks are thrown, not reported.
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      code === undefined
        ? message
        : `${server} cannot be asked (${code}), the kubeconfig's certificate, key or token is malformed`,
    );
  });
}

function unreachable(server: string, { code, message }: NodeJS.ErrnoException): string {
  const reason = code ?? message;
  const next = /CERT|SIGNATURE/.test(reason)
    ? "check the kubeconfig's certificate-authority-data"
    : "check the address and that it runs";
  return `${server} cannot be reached (${reason}), ${next}`;
}
