import * as https from "node:https";
import type { ClusterAccess } from "./kubeconfig";

/** How long an API server may take to answer. */
const timeoutMs = 10_000;

/**
 * Asks an API server for its version.
 * @returns why it cannot be used: lower case, without secrets; undefined if it answers
 */
export function whyUnreachable(access: ClusterAccess): Promise<string | undefined> {
  const { server, ca, clientCertificate, token } = access;
  const hasCredentials = clientCertificate !== undefined || token !== undefined;
  return new Promise<string | undefined>((resolve) => {
    const request = https.get(
      `${server.replace(/\/$/, "")}/version`,
      {
        ca,
        ...clientCertificate,
        timeout: timeoutMs,
        agent: false,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      },
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        if (status === 401 && hasCredentials) {
          resolve(`${server} refuses the kubeconfig's credentials (401), renew them`);
        } else if (status >= 500) {
          resolve(`${server} answers ${status}, look at the API server's health`);
        } else {
          resolve(undefined);
        }
      },
    );
    request.on("timeout", () => request.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)));
    request.on("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      const next = /CERT|SIGNATURE/.test(reason)
        ? "check the kubeconfig's certificate-authority-data"
        : "check the address and that it runs";
      resolve(`${server} cannot be reached (${reason}), ${next}`);
    });
  }).catch((error: unknown) => {
    // Certificates that are none and tokens with line breaks are thrown, not reported.
    const { code } = error as NodeJS.ErrnoException;
    return `${server} cannot be asked (${code ?? "no code"}), the kubeconfig's certificate, key or token is malformed`;
  });
}
