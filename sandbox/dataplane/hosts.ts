import type { V1Service } from "@kubernetes/client-node";
import { balancerIPs, publishedNames } from "../network/outside";

/** An address and what it is called: a line of /etc/hosts. */
export interface HostLine {
  readonly address: string;
  readonly names: readonly string[];
}

/**
 * The names of a cluster's own Services.
 * @param known of other names, one of which a Service of type ExternalName may stand for
 */
export function serviceNames(
  services: readonly V1Service[],
  known: readonly HostLine[],
): HostLine[] {
  return services.flatMap(({ metadata, spec }) => {
    const { name = "", namespace = "" } = metadata ?? {};
    const short = `${name}.${namespace}`;
    const external = known.find(({ names }) => names.includes(spec?.externalName ?? ""));
    const address = spec?.type === "ExternalName" ? external?.address : spec?.clusterIP;
    return address === undefined || address === "None"
      ? []
      : [{ address, names: [`${short}.svc.cluster.local`, `${short}.svc`, short] }];
  });
}

/** The names that a cluster's load balancers have for everyone. */
export function publicNames(services: readonly V1Service[]): HostLine[] {
  return services.flatMap((service) => {
    const names = publishedNames(service);
    const [address] = balancerIPs(service);
    return address === undefined || names.length === 0 ? [] : [{ address, names }];
  });
}

export function hostsText(lines: readonly HostLine[]): string {
  return lines.map(({ address, names }) => `${address} ${names.join(" ")}\n`).join("");
}
