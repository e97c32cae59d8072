import { parse } from "yaml";
import { injectorWebhookName, revisioned } from "../../components/names";
import { istioNamespace } from "../../stacks/istio-names";
import { imageVersion } from "../../stacks/versions/image-version";
import { istioImage, proxyImage } from "./istio-image";
import { type KubernetesObject, labelOf, namespaceOf, objectName } from "./resource";
import { at, fieldsAt, listAt, textAt } from "../values";

/** The istiod of a primary, whoever installs it: an IstioOperator's, or what Istio's charts have rendered. */
export interface ControlPlane {
  readonly cluster: string;
  /** `default` for none. */
  readonly revision: string;
  /** The IstioOperator, or istiod's Deployment. */
  readonly object: KubernetesObject;
  /** Istiod's image, with its tag. */
  readonly image: string;
  /** Image of proxies that ask for no other, with its tag. */
  readonly proxyImage: string;
  /** What the image's tag says, without a variant such as `-distroless`. */
  readonly version: string;
  /** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/ */
  readonly meshConfig: unknown;
  /** `global` of the values of Istio's charts. */
  readonly global: unknown;
  /** Istiod's own variables, those with a plain value. */
  readonly env: Readonly<Record<string, string>>;
  /** How many istiods there are at least. */
  readonly replicas: number;
  /** Whether one of them has to stay while nodes are drained. */
  readonly hasDisruptionBudget: boolean;
  /** Istiod's `requests` and `limits`. */
  readonly resources: unknown;
  /** Whether a node agent redirects pods' traffic, so that no pod has to. */
  readonly hasNodeAgent: boolean;
}

const istioOperator = "install.istio.io/IstioOperator";

/** The one that an IstioOperator makes; undefined for a remote's. */
export function ofOperator(object: KubernetesObject): ControlPlane | undefined {
  const { groupKind, cluster, props } = object;
  const spec = at(props, "spec");
  if (groupKind !== istioOperator || textAt(spec, "profile") === "remote") {
    return undefined;
  }
  const pilot = at(spec, "values", "pilot");
  const k8s = at(spec, "components", "pilot", "k8s");
  const global = at(spec, "values", "global");
  const meshConfig = at(spec, "meshConfig");
  const image = istioImage("pilot", [at(spec, "components", "pilot"), pilot, global, spec]);
  const sampling = at(pilot, "traceSampling");
  const env = {
    ...textsOf(fieldsAt(pilot, "env")),
    // Istio's chart writes it behind those.
    ...(sampling === undefined ? {} : textsOf({ PILOT_TRACE_SAMPLING: sampling })),
    ...plainVariables(listAt(k8s, "env")),
  };
  return {
    cluster,
    revision: textAt(spec, "revision") ?? "default",
    object,
    image,
    proxyImage: proxyImage(meshConfig, global, spec),
    version: imageVersion(image),
    meshConfig,
    global,
    env,
    replicas:
      at(pilot, "autoscaleEnabled") === false
        ? number(at(k8s, "replicaCount") ?? at(pilot, "replicaCount"))
        : number(at(k8s, "hpaSpec", "minReplicas") ?? at(pilot, "autoscaleMin")),
    // Istio's charts make one unless told not to.
    hasDisruptionBudget:
      at(spec, "values", "global", "defaultPodDisruptionBudget", "enabled") !== false,
    resources: at(k8s, "resources") ?? at(pilot, "resources"),
    hasNodeAgent:
      at(spec, "components", "cni", "enabled") === true ||
      hasPlugin(at(spec, "values")) ||
      isAmbient(env),
  };
}

/** The one whose istiod is a Deployment of Istio's chart; undefined for any other object. */
export function ofCharts(
  object: KubernetesObject,
  all: readonly KubernetesObject[],
): ControlPlane | undefined {
  if (object.groupKind !== "apps/Deployment" || labelOf(object, "app") !== "istiod") {
    return undefined;
  }
  const { cluster, props } = object;
  const revision = labelOf(object, "istio.io/rev") ?? "default";
  const [container] = listAt(props, "spec", "template", "spec", "containers");
  const image = textAt(container, "image") ?? "";
  const beside = (groupKind: string, name: string) =>
    all.find(
      (one) =>
        one.groupKind === groupKind &&
        one.cluster === cluster &&
        namespaceOf(one) === istioNamespace &&
        objectName(one) === name,
    );
  const map = (of: string) => beside("core/ConfigMap", revisioned(of, revision));
  const name = objectName(object);
  const scaler = beside("autoscaling/HorizontalPodAutoscaler", name);
  const meshConfig = contentOf(map("istio"), "mesh");
  const injected = contentOf(map(injectorWebhookName), "values");
  const env = plainVariables(listAt(container, "env"));
  return {
    cluster,
    revision,
    object,
    image,
    proxyImage: proxyImage(meshConfig, at(injected, "global")),
    version: imageVersion(image),
    meshConfig,
    global: at(injected, "global"),
    env,
    replicas: number(at(scaler?.props, "spec", "minReplicas") ?? at(props, "spec", "replicas")),
    hasDisruptionBudget: beside("policy/PodDisruptionBudget", name) !== undefined,
    resources: at(container, "resources"),
    hasNodeAgent: hasPlugin(injected) || isAmbient(env),
  };
}

/** The same by istiod's own object alone: what stands in others of its charts is missing. */
export function istiodOf(object: KubernetesObject): ControlPlane | undefined {
  return ofOperator(object) ?? ofCharts(object, [object]);
}

/** What a ConfigMap of Istio's charts says in one of its files, YAML or JSON. */
export function contentOf(map: KubernetesObject | undefined, file: string): unknown {
  return parse(textAt(map?.props, "data", file) ?? "{}");
}

/** https://istio.io/latest/docs/setup/additional-setup/cni/; Istio 1.23 and older know it by the second place, too. */
function hasPlugin(values: unknown): boolean {
  return [at(values, "pilot", "cni", "enabled"), at(values, "istio_cni", "enabled")].includes(true);
}

/** By the variable's name or its older one. */
function isAmbient(env: ControlPlane["env"]): boolean {
  return [env["PILOT_ENABLE_AMBIENT"], env["PILOT_ENABLE_AMBIENT_CONTROLLERS"]].includes("true");
}

/** Istio's charts begin with one. */
function number(value: unknown): number {
  return typeof value === "number" ? value : 1;
}

function textsOf(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

function plainVariables(variables: readonly unknown[]): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap((one) => {
      const [name, value] = [textAt(one, "name"), textAt(one, "value")];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}
