import type { ClusterAccess } from "../kubeconfig";
import { readObject } from "../read-object";
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
