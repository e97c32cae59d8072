import type { V1Service } from "@kubernetes/client-node";
import { loadBalancerIP } from "../addresses";
import { publishedNames } from "../network/outside";

/** The names of a cluster's own Services, a line each, as /etc/hosts has them. */
export function serviceNames(services: readonly V1Service[]): string[] {
  return services.flatMap(({ metadata, spec }) => {
    const { name = "", namespace = "" } = metadata ?? {};
    const short = `${name}.${namespace}`;
    return spec?.clusterIP === undefined || spec.clusterIP === "None"
      ? []
      : [`${spec.clusterIP} ${short}.svc.cluster.local ${short}.svc ${short}`];
  });
}

/** The names that a cluster's load balancers have for everyone. */
export function publicNames(services: readonly V1Service[]): string[] {
  return services.flatMap((service) => {
    const names = publishedNames(service);
    const [ingress] = service.status?.loadBalancer?.ingress ?? [];
    const address = ingress?.ip ?? loadBalancerIP(ingress?.hostname ?? "");
    return address === undefined || names.length === 0 ? [] : [`${address} ${names.join(" ")}`];
  });
}
