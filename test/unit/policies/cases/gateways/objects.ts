import { object, operator } from "../case";

type Fields = Readonly<Record<string, unknown>>;

/** A Gateway of Istio's on east. */
export const gateway = (address: string, servers: readonly object[], selector: Fields = {}) =>
  object("east", "networking.istio.io/v1beta1:Gateway", address, { spec: { selector, servers } });

/** A server of such a Gateway: `443/HTTPS`. */
export function server(port: string, hosts: readonly string[], tls?: Fields) {
  const [number, protocol] = port.split("/");
  return {
    port: { number: Number(number), name: "a", protocol },
    hosts,
    ...(tls === undefined ? {} : { tls }),
  };
}

/** A Gateway of Kubernetes' on east. */
export const kubernetesGateway = (
  address: string,
  listeners: readonly object[],
  {
    metadata = {},
    ...spec
  }: { readonly metadata?: Fields; readonly [field: string]: unknown } = {},
) =>
  object(
    "east",
    "gateway.networking.k8s.io/v1:Gateway",
    address,
    { spec: { gatewayClassName: "istio", listeners, ...spec } },
    metadata,
  );

/** A listener of such a Gateway, named by its protocol: `443/HTTPS`. */
export function listener(port: string, hostname?: string, more: Fields = {}) {
  const [number, protocol = ""] = port.split("/");
  const name = protocol.toLowerCase();
  return { name, port: Number(number), protocol, ...(hostname ? { hostname } : {}), ...more };
}

/** The TLS of a listener that lets connections through by SNI, as an east-west gateway does. */
export const autoPassthrough = {
  mode: "Passthrough",
  options: { "gateway.istio.io/listener-protocol": "auto-passthrough" },
};

interface Pods {
  readonly cluster?: string;
  readonly labels?: Fields;
  /** What its pods are injected as. */
  readonly templates?: string;
}

/** A Deployment on a cluster; that of a gateway unless its pods are injected as something else. */
export function deployment(
  address: string,
  spec: Fields = {},
  { cluster = "east", labels, templates = "gateway" }: Pods = {},
) {
  const metadata = {
    labels: labels ?? { app: "public", istio: "ingressgateway" },
    annotations: { "inject.istio.io/templates": templates },
  };
  return object(cluster, "apps/v1:Deployment", address, {
    spec: { template: { metadata }, ...spec },
  });
}

/** A gateway's Service on a cluster. */
export const service = (address: string, spec: Fields, metadata: Fields = {}, cluster = "east") =>
  object(cluster, "core/v1:Service", address, { spec }, metadata);

/** An operator on east with ingress gateways, or with others of its components. */
export const operatorWith = (
  gateways: readonly Fields[],
  values: Fields = {},
  components: Fields = {},
) => operator("east", { components: { ingressGateways: gateways, ...components } }, values);
