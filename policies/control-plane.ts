import { parse } from "yaml";
import { injectorWebhookName, revisioned } from "../components/names";
import { istioNamespace } from "../stacks/istio-names";
import { type KubernetesObject, labelOf, namespaceOf, objectName } from "./resource";
import { at, fieldsAt, listAt, textAt } from "./values";

/** The istiod of a primary, whoever installs it: an IstioOperator's, or what Istio's charts have rendered. */
export interface ControlPlane {
  readonly cluster: string;
  /** `default` for none. */
  readonly revision: string;
  /** The IstioOperator, or istiod's Deployment. */
  readonly object: KubernetesObject;
  /** Istiod's image, with its tag. */
  readonly image: string;
  /** What follows the image's colon, without a variant such as `-distroless`. */
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
  const sampling = at(pilot, "traceSampling");
  const tag = textAt(spec, "tag") ?? "";
  return {
    cluster,
    revision: textAt(spec, "revision") ?? "default",
    object,
    image: `${textAt(spec, "hub") ?? ""}/pilot:${tag}`,
    version: versionOf(tag),
    meshConfig: at(spec, "meshConfig"),
    global: at(spec, "values", "global"),
    env: {
      ...textsOf(fieldsAt(pilot, "env")),
      // Istio's chart writes it behind those.
      ...(sampling === undefined ? {} : textsOf({ PILOT_TRACE_SAMPLING: sampling })),
      ...plainVariables(listAt(k8s, "env")),
    },
    replicas:
      at(pilot, "autoscaleEnabled") === false
        ? number(at(k8s, "replicaCount") ?? at(pilot, "replicaCount"))
        : number(at(k8s, "hpaSpec", "minReplicas") ?? at(pilot, "autoscaleMin")),
    // Istio's charts make one unless told not to.
    hasDisruptionBudget:
      at(spec, "values", "global", "defaultPodDisruptionBudget", "enabled") !== false,
    resources: at(k8s, "resources") ?? at(pilot, "resources"),
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
  const contentOf = (name: string, key: string): unknown =>
    parse(textAt(beside("core/ConfigMap", revisioned(name, revision))?.props, "data", key) ?? "{}");
  const name = objectName(object);
  const scaler = beside("autoscaling/HorizontalPodAutoscaler", name);
  return {
    cluster,
    revision,
    object,
    image,
    version: versionOf(image.split(":").at(-1) ?? ""),
    meshConfig: contentOf("istio", "mesh"),
    global: at(contentOf(injectorWebhookName, "values"), "global"),
    env: plainVariables(listAt(container, "env")),
    replicas: number(at(scaler?.props, "spec", "minReplicas") ?? at(props, "spec", "replicas")),
    hasDisruptionBudget: beside("policy/PodDisruptionBudget", name) !== undefined,
    resources: at(container, "resources"),
  };
}

/** Istio's charts begin with one. */
function number(value: unknown): number {
  return typeof value === "number" ? value : 1;
}

function versionOf(tag: string): string {
  return tag.replace(/-(distroless|debug)$/, "");
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
