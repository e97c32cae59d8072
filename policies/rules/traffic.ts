import { istiodGatewayName } from "../../components/names";
import { istioNamespace } from "../../stacks/istio-names";
import { isOfMesh, meshDomains } from "../seen/mesh-hosts";
import { type KubernetesObject, namespaceOf } from "../seen/resource";
import { ofKinds, type ResourceRule, type Subject } from "../rule";
import { at, listAt, textAt, textsAt } from "../values";

const destinationRule = "networking.istio.io/DestinationRule";

interface TlsSettings {
  readonly path: string;
  readonly tls: unknown;
  /** DISABLE if it has none, which is the API's default. */
  readonly mode: string;
}

/** Where a DestinationRule says how connections are secured. */
function tlsSettingsOf({ props }: KubernetesObject): readonly TlsSettings[] {
  const subsets = listAt(props, "spec", "subsets").map(
    (one, i) => [`spec.subsets[${i}].trafficPolicy`, at(one, "trafficPolicy")] as const,
  );
  return [["spec.trafficPolicy", at(props, "spec", "trafficPolicy")] as const, ...subsets]
    .flatMap(([path, policy]) => [
      [`${path}.tls`, at(policy, "tls")] as const,
      ...listAt(policy, "portLevelSettings").map(
        (one, i) => [`${path}.portLevelSettings[${i}].tls`, at(one, "tls")] as const,
      ),
    ])
    .flatMap(([path, tls]) =>
      typeof tls === "object" && tls !== null
        ? [{ path, tls, mode: textAt(tls, "mode") ?? "DISABLE" }]
        : [],
    );
}

const noPlaintextInMesh: ResourceRule = {
  name: "no-plaintext-in-mesh",
  description: "No DestinationRule turns mutual TLS off for services of the mesh",
  why: "Clients then send plaintext, which anybody on the way reads and changes, and which a STRICT server refuses.",
  remediation: "set the mode to ISTIO_MUTUAL, or leave tls out: Istio then chooses by itself",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/",
  settings: meshDomains.schema,
  check: ofKinds([destinationRule], (rule, settings) => {
    const host = textAt(rule.props, "spec", "host");
    return host !== undefined && isOfMesh(host, settings)
      ? tlsSettingsOf(rule)
          .filter(({ mode }) => mode === "DISABLE")
          .map(
            ({ path }) =>
              `${path}.mode is DISABLE, also its default, for ${host}; expected ISTIO_MUTUAL or no tls`,
          )
      : [];
  }),
};

const verifiedTlsOrigination: ResourceRule = {
  name: "verified-tls-origination",
  description: "DestinationRules that originate TLS say whose certificate they take",
  why: "Without authority and names, up to Istio 1.20 any certificate is taken, and later that of any public authority for whatever host the client asks for: somebody in the middle is not noticed.",
  remediation:
    "give caCertificates or credentialName, and subjectAltNames, and leave insecureSkipVerify out",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/config/analysis/ist0128/",
  check: ofKinds([destinationRule], (rule) =>
    tlsSettingsOf(rule)
      .filter(({ mode }) => ["SIMPLE", "MUTUAL"].includes(mode))
      .flatMap(({ path, tls, mode }) => {
        const hasAuthority = ["caCertificates", "credentialName"].some((field) =>
          textAt(tls, field),
        );
        const missing = [
          ...(hasAuthority ? [] : ["caCertificates or credentialName"]),
          ...(textsAt(tls, "subjectAltNames").length > 0 ? [] : ["subjectAltNames"]),
        ];
        return [
          ...(at(tls, "insecureSkipVerify") === true
            ? [`${path}.insecureSkipVerify is true, expected false`]
            : []),
          ...missing.map((fields) => `${path}.mode is ${mode}, expected ${fields} beside it`),
        ];
      }),
  ),
};

const noWildcardVirtualService: ResourceRule = {
  name: "no-wildcard-virtual-service",
  description: "No VirtualService takes every host of a gateway, or many services of the mesh",
  why: "Whoever writes it gets requests that are meant for others.",
  remediation: "name the hosts that it is for in spec.hosts",
  severity: "high",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService",
  settings: meshDomains.schema,
  check: ofKinds(["networking.istio.io/VirtualService"], (service, settings) => {
    const named = textsAt(service.props, "spec", "gateways");
    const gateways = named.length > 0 ? named : ["mesh"];
    const isTooMuch = (host: string) =>
      host === "*" ||
      (host.startsWith("*") && gateways.includes("mesh") && isOfMesh(host, settings));
    return isIstiodRoute(service, named)
      ? []
      : listAt(service.props, "spec", "hosts").flatMap((host, i) =>
          typeof host === "string" && isTooMuch(host)
            ? [`spec.hosts[${i}] is ${host} on ${gateways.join(", ")}, expected names of hosts`]
            : [],
        );
  }),
};

/** What leads remotes to istiod through the gateway that is for istiod alone: it cannot take what is another's. */
function isIstiodRoute(service: KubernetesObject, gateways: readonly string[]): boolean {
  return (
    namespaceOf(service) === istioNamespace &&
    gateways.length > 0 &&
    gateways.every((one) =>
      [istiodGatewayName, `${istioNamespace}/${istiodGatewayName}`].includes(one),
    )
  );
}

export const traffic: Subject = {
  title: "Traffic",
  rules: [noPlaintextInMesh, verifiedTlsOrigination, noWildcardVirtualService],
};
