import { askApiServer, NoAnswer } from "./ask-api-server";
import type { ClusterAccess } from "./kubeconfig";

/**
 * Asks an API server for its version.
 * @param path of the cluster in the config, such as `istio-mesh:clusters[0]`
 * @returns why it cannot be used: lower case, without secrets; undefined if it answers
 */
export async function whyUnreachable(
  access: ClusterAccess,
  path: string,
): Promise<string | undefined> {
  const { server, clientCertificate, token } = access;
  const hasCredentials = clientCertificate !== undefined || token !== undefined;
  const meanwhile = `or, to converge the others meanwhile, set ${path}.maintenance: true`;
  try {
    const { status } = await askApiServer(access, "/version");
    if (status === 401 && hasCredentials) {
      return `${server} refuses the kubeconfig's credentials (401), renew them`;
    }
    return status >= 500
      ? `${server} answers ${status}, look at the API server's health; ${meanwhile}`
      : undefined;
  } catch (error) {
    const { message } = error as Error;
    return error instanceof NoAnswer ? `${message}; ${meanwhile}` : message;
  }
}
