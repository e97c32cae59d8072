import { askApiServer } from "../ask-api-server";
import type { ClusterAccess } from "../kubeconfig";
import {
  type LiveAuthority,
  type LiveObject,
  lastChange,
  readCacerts,
  readMark,
  readSelfMade,
  readTrustBundle,
} from "./live";

/** https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
const cacertsPath = "/api/v1/namespaces/istio-system/secrets/cacerts";
/** Where an istiod that starts without cacerts keeps the root that it makes: security/pkg/pki/ca/ca.go (CASecret) */
const selfMadePath = "/api/v1/namespaces/istio-system/secrets/istio-ca-secret";
/** The roots in a namespace that the stack writes to as well as istiod: components/trust-bundle.ts */
const ownBundlePath = "/api/v1/namespaces/kube-system/configmaps/istio-ca-root-cert";
/** What istiod writes into every namespace; in its own namespace nobody else does. */
const trustBundlePath = "/api/v1/namespaces/istio-system/configmaps/istio-ca-root-cert";

/** The kubeconfig's user may not read what has to be known. */
export class NotAllowed extends Error {}

/**
 * What a cluster has for an authority.
 * @throws Error that says why it cannot be read: lower case, without secrets; {@link NotAllowed} if it is forbidden
 */
export async function readLiveAuthority(
  cluster: string,
  access: ClusterAccess,
): Promise<LiveAuthority> {
  const [secret, map, own] = await Promise.all([
    readCacertsObject(access),
    readTrustBundleObject(access),
    readObject(access, ownBundlePath),
  ]);
  // Only then does istiod look there.
  const secretOfItsOwn =
    secret === undefined && map ? await readObject(access, selfMadePath) : undefined;
  const distributed = map && readTrustBundle(map);
  const selfMade = secretOfItsOwn && readSelfMade(secretOfItsOwn);
  // What a former istiod has left behind signs nothing.
  const isInUse = distributed?.some((one) => one.fingerprint === selfMade?.fingerprint);
  return {
    cluster,
    cacerts: secret && readCacerts(secret),
    ...(own ? { mark: readMark(own) } : {}),
    ...(isInUse ? { selfMade } : {}),
    changed: lastChange([secret, map]),
    distributed,
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
    const Failure = status === 403 ? NotAllowed : Error;
    const next = status === 403 ? ", give the kubeconfig's user the right to get it" : "";
    throw new Failure(`${access.server} answers ${status} when asked for ${name}${next}`);
  }
  const object = parsed(body);
  if (typeof object !== "object" || object === null) {
    throw new Error(
      `${access.server} answers with something else than JSON, check that it is an API server`,
    );
  }
  return object;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
