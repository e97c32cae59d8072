import * as https from "node:https";
import type { ClusterAccess } from "./kubeconfig";

/** What an API server said. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** Nobody answers there, as far as can be told: another kubeconfig would not help. */
export class NoAnswer extends Error {}

/** How long an API server may take to answer. */
const timeoutMs = 10_000;

/**
 * Gets a path of an API server, such as `/version`.
 * @param accept media type of the answer
 * @throws Error that says why there is no answer: lower case, without secrets; {@link NoAnswer} if nobody is there
 */
export function askApiServer(
  access: ClusterAccess,
  path: string,
  accept = "application/json",
): Promise<ApiAnswer> {
  const { server, ca, clientCertificate, token } = access;
  const options = {
    ca,
    ...clientCertificate,
    timeout: timeoutMs,
    agent: false,
    headers: { accept, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  };
  return new Promise<ApiAnswer>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(unreachable(server, error));
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
    const failure = error as NodeJS.ErrnoException;
    throw failure.code === undefined
      ? failure
      : new Error(
          `${server} cannot be asked (${failure.code}), the kubeconfig's certificate, key or token is malformed`,
        );
  });
}

function unreachable(server: string, { code, message }: NodeJS.ErrnoException): Error {
  const reason = code ?? message;
  const text = `${server} cannot be reached (${reason})`;
  return /CERT|SIGNATURE/.test(reason)
    ? new Error(`${text}, check the kubeconfig's certificate-authority-data`)
    : new NoAnswer(`${text}, check the address and that it runs`);
}
