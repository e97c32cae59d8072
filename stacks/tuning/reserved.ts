import { isObject, type JsonObject, valueAt } from "./json";

const versions = "istio-mesh:mesh.version";
const hub = "istio-mesh:mesh.hub";
const roles = "istio-mesh:clusters[].primary";
const address = "istio-mesh:clusters[].controlPlaneAddress";
const certificates = "istio-mesh:certificates";
const stack = "the stack itself";

/** Environment variables of istiod that are not the user's, each with what says them. */
const reservedEnv: Readonly<Record<string, string>> = {
  EXTERNAL_ISTIOD: roles,
  ISTIOD_CUSTOM_HOST: address,
  AUTO_RELOAD_PLUGIN_CERTS: certificates,
  ISTIO_MULTIROOT_MESH: certificates,
  CLUSTER_ID: "istio-mesh:clusters[].name",
  REVISION: stack,
  // istiod's chart has these besides, and the API server refuses a name that stands there twice.
  PILOT_TRACE_SAMPLING: "an overlay's values.pilot.traceSampling",
  PILOT_ENABLE_ANALYSIS: "an overlay's values.global.istiod.enableAnalysis",
  PILOT_CERT_PROVIDER: "an overlay's values.global.pilotCertProvider",
  JWT_POLICY: "an overlay's values.global.jwtPolicy",
  PLATFORM: "an overlay's values.global.platform",
  GOMEMLIMIT: "istio-mesh:tuning.istiod.resources.limits.memory",
  GOMAXPROCS: "istio-mesh:tuning.istiod.resources.limits.cpu",
  POD_NAME: stack,
  POD_NAMESPACE: stack,
  SERVICE_ACCOUNT: stack,
  KUBECONFIG: stack,
};

/** What the topology needs, by its place in an IstioOperator's spec, with what says it. */
const reservedPlaces: Readonly<Record<string, string>> = {
  installPackagePath: versions,
  resourceSuffix: stack,
  hub,
  "values.global.hub": hub,
  "values.pilot.hub": hub,
  "components.pilot.hub": hub,
  tag: versions,
  "values.global.tag": versions,
  "values.pilot.tag": versions,
  "components.pilot.tag": versions,
  revision: stack,
  "values.revision": stack,
  "values.global.revision": stack,
  "values.defaultRevision": stack,
  "values.revisionTags": stack,
  "values.ownerName": stack,
  namespace: stack,
  "values.global.istioNamespace": stack,
  "components.pilot.namespace": stack,
  "meshConfig.rootNamespace": stack,
  "meshConfig.trustDomain": "istio-mesh:mesh.trustDomain",
  "meshConfig.defaultConfig.meshId": "istio-mesh:mesh.id",
  "values.global.meshID": "istio-mesh:mesh.id",
  "values.global.multiCluster.clusterName": "istio-mesh:clusters[].name",
  "values.global.network": "istio-mesh:clusters[].network",
  "values.global.remotePilotAddress": address,
  "meshConfig.defaultConfig.discoveryAddress": roles,
  "values.istiodRemote": roles,
  "values.global.externalIstiod": roles,
  "values.global.configCluster": roles,
  "values.pilot.enabled": roles,
  "components.pilot.enabled": roles,
  "components.base.enabled": roles,
  "components.istiodRemote": roles,
  "meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT": certificates,
};

/** The stack's own annotations, of istiod's pods. */
const ownAnnotation = "istio-mesh/";

/** Something that only the stack may say. */
export interface Reserved {
  /** From the spec on: `.values.global.meshID`. */
  readonly path: string;
  readonly message: string;
}

/** What a spec says though the topology needs it to be otherwise. */
export function reservedIn(spec: JsonObject): Reserved[] {
  // The same stands in values, and would win there.
  const inValues = Object.entries(reservedPlaces).flatMap(([place, by]) =>
    place.startsWith("meshConfig.") ? [[`values.${place}`, by] as const] : [],
  );
  const places = [...Object.entries(reservedPlaces), ...inValues].flatMap(([place, by]) =>
    valueAt(spec, place.split(".")) === undefined ? [] : [refused(`.${place}`, by)],
  );
  const k8s = valueAt(spec, ["components", "pilot", "k8s"]);
  const pilot = valueAt(spec, ["values", "pilot"]);
  const env = valueAt(k8s, ["env"]);
  return [
    ...places,
    ...reservedEnvIn(valueAt(pilot, ["env"]), ".values.pilot.env"),
    ...(Array.isArray(env) ? env : []).flatMap((one: unknown, at) => {
      const name = valueAt(one, ["name"]);
      return typeof name === "string" ? reservedName(name, `.components.pilot.k8s.env[${at}]`) : [];
    }),
    ...ownAnnotations(valueAt(pilot, ["podAnnotations"]), ".values.pilot.podAnnotations"),
    ...ownAnnotations(valueAt(k8s, ["podAnnotations"]), ".components.pilot.k8s.podAnnotations"),
  ];
}

/** The same of environment variables by name. */
export function reservedEnvIn(env: unknown, path: string): Reserved[] {
  return isObject(env)
    ? Object.keys(env).flatMap((name) => reservedName(name, `${path}.${name}`))
    : [];
}

function reservedName(name: string, path: string): Reserved[] {
  const by = Object.hasOwn(reservedEnv, name) ? reservedEnv[name] : undefined;
  return by === undefined ? [] : [refused(path, by)];
}

function ownAnnotations(annotations: unknown, path: string): Reserved[] {
  return isObject(annotations)
    ? Object.keys(annotations)
        .filter((key) => key.startsWith(ownAnnotation))
        .map((key) => refused(`${path}.${key}`, stack))
    : [];
}

function refused(path: string, by: string): Reserved {
  return { path, message: `cannot be given here, ${by} says it; take it out` };
}
