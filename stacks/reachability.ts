import { askApiServer } from "./ask-api-server";
import type { ClusterAccess } from "./kubeconfig";

/**
 * Asks an API server for its version.
 * @returns why it cannot be used: lower case, without secrets; undefined if it answers
 */
export async function whyUnreachable(access: ClusterAccess): Promise<string | undefined> {
  const { server, clientCertificate, token } = access;
  const hasCredentials = clientCertificate !== undefined || token !== undefined;
  try {
    const { status } = await askApiServer(access, "/version");
    if (status === 401 && hasCredentials) {
      return `${server} refuses the kubeconfig's credentials (401), renew them`;
    }
    return status >= 500
      ? `${server} answers ${status}, look at the API server's health`
      : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
