import { X509Certificate } from "node:crypto";
import { authorityAnnotation, type LiveObject } from "../../stacks/certificates/live";
import type { ClusterAccess } from "../../stacks/kubeconfig";
import { type Answers, type ApiServer, startApiServer } from "./api-server";
import type { KeyPair } from "./certificates";
import { base64 } from "./meshes";

/** Where an API server has the Secret. */
export const cacertsPath = "/api/v1/namespaces/istio-system/secrets/cacerts";
/** Where an API server has what istiod hands out. */
export const trustBundlePath = "/api/v1/namespaces/istio-system/configmaps/istio-ca-root-cert";

/** What a cluster signs with. */
export interface CacertsParts {
  readonly own: KeyPair;
  /** PEMs of those between it and the root. */
  readonly between?: readonly string[];
  /** PEMs of those that are trusted. */
  readonly roots: readonly string[];
}

/** The keys of `cacerts` that istiod reads first. */
export function istiodData({ own, between = [], roots }: CacertsParts): Record<string, string> {
  return {
    "ca-cert.pem": base64(own.cert),
    "ca-key.pem": base64(own.key),
    "cert-chain.pem": base64([own.cert, ...between, ...roots].join("")),
    "root-cert.pem": base64(roots.join("")),
  };
}

/** The keys of `cacerts` as cert-manager writes them: those between stand below the certificate. */
export function tlsData({ own, between = [], roots }: CacertsParts): Record<string, string> {
  return {
    "tls.crt": base64([own.cert, ...between].join("")),
    "tls.key": base64(own.key),
    "ca.crt": base64(roots.join("")),
  };
}

/** A Secret's data without one of its keys. */
export function without(
  data: Readonly<Record<string, string>>,
  key: string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(data).filter(([one]) => one !== key));
}

/** A Secret with a stack's annotation, such as `{ root: { fingerprint, made } }`, in any form. */
export function marked(data: Readonly<Record<string, string>>, mark: unknown): LiveObject {
  const annotations = { [authorityAnnotation]: JSON.stringify(mark) };
  return { metadata: { annotations }, data };
}

/** What istiod hands out. */
export function trustBundle(roots: readonly string[]): LiveObject {
  return { data: { "root-cert.pem": roots.join("") } };
}

/** SHA-256, as the stack writes it. */
export function fingerprintOf(pem: string): string {
  return new X509Certificate(pem).fingerprint256;
}

export function answerOf(object: LiveObject): Answers[string] {
  return { status: 200, body: JSON.stringify(object) };
}

/** An API server of a cluster that has nothing but what is given, and how to reach it. */
export async function startCluster(
  answers: Answers = {},
): Promise<{ readonly api: ApiServer; readonly access: ClusterAccess }> {
  const api = await startApiServer(404, answers);
  return { api, access: { server: api.server, ca: api.ca, token: "canary", kubeconfig: "" } };
}

/** Starts clusters that are gone after each test of the suite that this is called in. */
export function clustersOfTests(): (answers?: Answers) => ReturnType<typeof startCluster> {
  let open: ApiServer[] = [];
  afterEach(async () => {
    await Promise.all(open.map((api) => api.close()));
    open = [];
  });
  return async (answers = {}) => {
    const found = await startCluster(answers);
    open.push(found.api);
    return found;
  };
}
