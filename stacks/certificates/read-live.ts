import { askApiServer } from "../ask-api-server";
import type { ClusterAccess } from "../kubeconfig";
import { type LiveAuthority, type LiveObject, readCacerts, readTrustBundle } from "./live";

/** https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
const cacertsPath = "/api/v1/namespaces/istio-system/secrets/cacerts";
/** What istiod writes into every namespace; in its own namespace nobody else does. */
const trustBundlePath = "/api/v1/namespaces/istio-system/configmaps/istio-ca-root-cert";

/** What a cluster has for an authority. @throws Error that says why it cannot be read: lower case, without secrets */
export async function readLiveAuthority(
  cluster: string,
  access: ClusterAccess,
): Promise<LiveAuthority> {
  const [secret, map] = await Promise.all([
    readCacertsObject(access),
    readTrustBundleObject(access),
  ]);
  return {
    cluster,
    cacerts: secret && readCacerts(secret),
    distributed: map && readTrustBundle(map),
  };
}

/** The Secret `cacerts`, undefined if there is none. @throws as {@link readLiveAuthority} */
export function readCacertsObject(access: ClusterAccess): Promise<LiveObject | undefined> {
  return readObject(access, cacertsPath);
}

/** What istiod hands out to workloads, undefined if there is nothing yet. @throws as {@link readLiveAuthority} */
export function readTrustBundleObject(access: ClusterAccess): Promise<LiveObject | undefined> {
  return readObject(access, trustBundlePath);
}

async function readObject(access: ClusterAccess, path: string): Promise<LiveObject | undefined> {
  const { status, body } = await askApiServer(access, path);
  if (status === 404) {
    return undefined;
  }
  if (status !== 200) {
    const name = path.replace("/api/v1/namespaces/", "");
    throw new Error(
      `${access.server} answers ${status} when asked for ${name}, give the kubeconfig's user the right to get it`,
    );
  }
  try {
    return JSON.parse(body) as LiveObject;
  } catch {
    throw new Error(
      `${access.server} answers with something else than JSON, check that it is an API server`,
    );
  }
}
