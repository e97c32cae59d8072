import { isIPv4 } from "node:net";
import type { ConfigProblem } from "./config-error";
import type { StackConfig } from "./schema";
import { planMesh } from "./mesh-plan";

/**
 * What a peer cannot use of the addresses that it will be given of other clusters' API servers. They are warnings:
 * tunnels and proxies make odd addresses work.
 * @param servers the URLs that the kubeconfigs have, by cluster; one that is not known yet is left out
 * @param prefix the project's prefix in paths, such as `istio-mesh:`
 */
export function apiServerWarnings(
  config: StackConfig,
  servers: ReadonlyMap<string, string>,
  prefix: string,
): ConfigProblem[] {
  const paths = new Map(config.clusters.map((one, at) => [one.name, `${prefix}clusters[${at}]`]));
  return planMesh(config).primaries.flatMap((primary) =>
    primary.watches.flatMap(({ cluster, server }): ConfigProblem[] => {
      const address = server ?? servers.get(cluster);
      if (address === undefined || isOnThisMachine(servers.get(primary.name))) {
        return [];
      }
      const path = `${paths.get(cluster) ?? prefix}.apiServer`;
      const given = `${primary.name} gets "${address}" as the address of ${cluster}'s API server`;
      const next = `give the one that ${primary.name} reaches: server, or peers.${primary.name}.server`;
      return [
        ...(isOnThisMachine(address)
          ? [{ path, message: `${given}, which leads ${primary.name} to itself; ${next}` }]
          : []),
        ...(address.startsWith("https://")
          ? []
          : [{ path, message: `${given}, which does not begin with https://; ${next}` }]),
      ];
    }),
  );
}

/** Whether a URL, or an address without a scheme, leads whoever uses it to the machine that it runs on. */
function isOnThisMachine(server: string | undefined): boolean {
  if (server === undefined) {
    return false;
  }
  const url = /^\w+:\/\//.test(server) ? server : `https://${server}`;
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
  return (
    (isIPv4(host) && host.startsWith("127.")) ||
    // What servers listen on; some local clusters' kubeconfigs have it, and it works from there.
    ["0.0.0.0", "::", "::1", "localhost"].includes(host) ||
    host.endsWith(".localhost")
  );
}
