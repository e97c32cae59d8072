import { buildRemoteKubeconfig } from "../../../../../components/specs/remote-secret";
import type { Resource } from "../../../../../policies/seen/resource";
import { base64 } from "../../../../support/meshes";
import { object } from "../case";

/** A token of somebody. */
export function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "RS256", kid: "key" }), part(claims), "c2lnbmF0dXJl"].join(".");
}
export const reader = jwt({
  sub: "system:serviceaccount:istio-system:istio-reader-service-account",
});

export const server = "https://west.example:6443";
export const caData = base64("authority");
/** As istioctl makes it. */
export const right = (token = reader) =>
  buildRemoteKubeconfig({ cluster: "west", server, caData, token });

export const labels = { "istio/multiCluster": "true" };
/** Kubeconfigs by the names of clusters, as `stringData` where that is what is tested. */
export function remoteSecret(
  into: string,
  kubeconfigs: Readonly<Record<string, string>>,
  { field = "data", address = "istio-system/istio-remote-secret-west", labelled = labels } = {},
): Resource {
  const written = Object.entries(kubeconfigs).map(([name, text]) => [
    name,
    field === "data" ? base64(text) : text,
  ]);
  const content = { [field]: Object.fromEntries(written) as object };
  return object(into, "core/v1:Secret", address, content, { labels: labelled });
}

/** A remote secret of several clusters. */
export const watching = (into: string, ...names: readonly string[]) =>
  remoteSecret(into, Object.fromEntries(names.map((one) => [one, right()])));

/** What is said of one in east. */
export const said = (...messages: readonly string[]) =>
  messages.map((one) => `east/istio-system/istio-remote-secret-west: ${one}`);
