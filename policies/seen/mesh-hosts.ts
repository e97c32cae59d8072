import type { Settings } from "../rule";
import { textsSetting } from "../setting";

/** By what names the services of the mesh are known. */
export const meshDomains = textsSetting(
  "domains",
  ["svc.cluster.local", "svc.clusterset.local"],
  "Ends of the full names of the mesh's services. Names without a dot are theirs in any case.",
);

/**
 * Whether a host, which may begin with *, stands for services of the mesh. A name with a dot is a full one.
 * Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule (host)
 */
export function isOfMesh(host: string, settings: Settings): boolean {
  if (!host.includes(".")) {
    return true;
  }
  const end = host.startsWith("*") ? host.slice(1) : host;
  return meshDomains
    .read(settings)
    .map((domain) => `.${domain}`)
    .some((domain) => end.endsWith(domain) || (host.startsWith("*") && domain.endsWith(end)));
}
