import type { ControlPlaneOverlay } from "./control-plane-overlay";
import { isObject, type JsonObject, nested, valueAt, without } from "./json";

/** Part of what is laid over a control plane; null at its top takes the whole part away. */
export type Fragment = { readonly [Part in keyof ControlPlaneOverlay]?: JsonObject | null };

const pilot = ["components", "pilot", "k8s"];

/** Settings of istiod's objects, each with the value of the pilot's that comes to the same. */
const sameInChart: Readonly<Record<string, string>> = {
  resources: "resources",
  replicaCount: "replicaCount",
  nodeSelector: "nodeSelector",
  tolerations: "tolerations",
  affinity: "affinity",
  podAnnotations: "podAnnotations",
  serviceAnnotations: "serviceAnnotations",
  "hpaSpec.minReplicas": "autoscaleMin",
  "hpaSpec.maxReplicas": "autoscaleMax",
};

/**
 * What an overlay comes to, to be laid over one after another, with one place for each thing: `values.meshConfig` is
 * `meshConfig`, `compatibilityVersion` is a value, and `components.pilot.k8s` is values where istiod's chart has one. Else the operator lets one of two places
 * win whatever the order of the overlays, and Helm knows values alone.
 * Source: https://github.com/istio/istio/blob/1.22.0/operator/pkg/translate/translate.go, TranslateHelmValues and OverlayK8sSettings
 */
export function fragmentsOf(spec: JsonObject): Fragment[] {
  const moved = Object.entries(sameInChart).flatMap(([from, to]) => {
    const place = [...pilot, ...from.split(".")];
    const value = valueAt(spec, place);
    return value === undefined ? [] : [{ place, values: nested(["pilot", to], value) }];
  });
  const meshConfig = valueAt(spec, ["values", "meshConfig"]);
  const { compatibilityVersion } = spec;
  const { plain, rest } = environment(spec);
  const left = [
    ["values", "meshConfig"],
    [...pilot, "env"],
    ...moved.map((one) => one.place),
  ].reduce(without, spec) as Fragment;
  return [
    left,
    ...(compatibilityVersion === undefined ? [] : [{ values: { compatibilityVersion } }]),
    ...(meshConfig === undefined ? [] : [{ meshConfig: meshConfig as JsonObject | null }]),
    ...moved.map(({ values }) => ({ values })),
    ...(plain === undefined ? [] : [{ values: nested(["pilot", "env"], plain) }]),
    ...(rest.length === 0 ? [] : [nested([...pilot, "env"], rest)]),
  ];
}

/** istiod's environment variables: those that have a text, by name, and those that are taken from elsewhere. */
function environment(spec: JsonObject): { plain: unknown; rest: readonly unknown[] } {
  const env = valueAt(spec, [...pilot, "env"]);
  if (!Array.isArray(env)) {
    return { plain: env, rest: [] };
  }
  const isPlain = (one: unknown) => isObject(one) && one["valueFrom"] === undefined;
  const plain = env.filter(isPlain).filter(isObject);
  const byName = plain.map((one) => [String(one["name"]), one["value"] ?? ""] as const);
  return {
    plain: byName.length === 0 ? undefined : Object.fromEntries(byName),
    rest: env.filter((one) => !isPlain(one)),
  };
}

/** The paths of what no chart has a value for, from the spec on: `components.pilot.k8s.strategy`. */
export function operatorOnly(components: JsonObject | null | undefined): string[] {
  return Object.entries(components ?? {}).flatMap(([name, component]) =>
    name === "pilot" && isObject(component)
      ? Object.entries(component).flatMap(([key, one]) =>
          key === "k8s" && isObject(one)
            ? Object.keys(one).map((setting) => `components.pilot.k8s.${setting}`)
            : [`components.pilot.${key}`],
        )
      : [`components.${name}`],
  );
}
