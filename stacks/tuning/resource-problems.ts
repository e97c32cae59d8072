import type { ConfigProblem } from "../config-error";
import { quantityValue } from "../quantity";
import { defaultResources } from "./chart-defaults";
import { isObject, valueAt } from "./json";
import { isProblem, type OverlayFiles, readOverlay } from "./overlay";
import type { TuningConfig } from "./schema";

/** A tuning that a control plane gets, with its place in the config. */
export interface PlacedTuning {
  /** Such as `istio-mesh:tuning`. */
  readonly path: string;
  readonly tuning: TuningConfig;
}

/** Something that may say resources, with where it would say them. */
interface Layer {
  readonly path: string;
  readonly root: unknown;
  readonly steps: readonly string[];
}

/** An amount, with the layer that says it: -1 is Istio's default. */
interface Amount {
  readonly text: string;
  readonly path: string;
  readonly layer: number;
}

/** Where resources stand in an overlay; of two places the later wins. */
const places = {
  istiod: ["values.pilot.resources", "components.pilot.k8s.resources"],
  proxy: ["values.global.proxy.resources"],
} as const;

/**
 * What pods of a primary would ask for though they may not get it, once all that tunes it is merged with Istio's defaults:
 * Kubernetes would refuse every one.
 * @param tunings the mesh's before the cluster's
 * @param files of overlays; what one says that is not there is not looked at
 */
export function resourceProblems(
  tunings: readonly PlacedTuning[],
  files: OverlayFiles,
): ConfigProblem[] {
  return (["istiod", "proxy"] as const).flatMap((workload) => {
    const layers = tunings.flatMap((one) => layersOf(one, workload, files));
    return ["cpu", "memory"].flatMap((name) => {
      const [request, limit] = (["requests", "limits"] as const).map((kind) =>
        amountOf(layers, [kind, name], defaultResources[workload][kind]?.[name]),
      );
      return request && limit ? exceeding(name, request, limit) : [];
    });
  });
}

function layersOf(
  { path, tuning }: PlacedTuning,
  workload: keyof typeof places,
  files: OverlayFiles,
): Layer[] {
  return [
    { path, root: tuning, steps: [workload, "resources"] },
    ...tuning.overlays.flatMap((one, at) => {
      const content = readOverlay(one, `${path}.overlays[${at}]`, files);
      return isProblem(content)
        ? []
        : places[workload].map((place) => ({
            path: content.path,
            root: content.spec,
            steps: place.split("."),
          }));
    }),
  ];
}

/** Each layer goes over those before it; null brings the default back. */
function amountOf(
  layers: readonly Layer[],
  field: readonly string[],
  chart: string | undefined,
): Amount | undefined {
  const byDefault = chart === undefined ? undefined : { text: chart, path: "", layer: -1 };
  return layers.reduce<Amount | undefined>((below, { path, root, steps }, layer) => {
    const place = [...steps, ...field];
    if (isTakenAway(root, place)) {
      return byDefault;
    }
    const said = valueAt(root, place);
    return typeof said === "string"
      ? { text: said, path: [path, ...place].join("."), layer }
      : below;
  }, byDefault);
}

function isTakenAway(root: unknown, [first, ...rest]: readonly string[]): boolean {
  return first === undefined
    ? root === null
    : root === null || (isObject(root) && isTakenAway(root[first], rest));
}

/** Whichever is said last is the one to change, or to be given with the other. */
function exceeding(name: string, request: Amount, limit: Amount): ConfigProblem[] {
  const [asked, most] = [quantityValue(request.text), quantityValue(limit.text)];
  if (asked === undefined || most === undefined || asked <= most) {
    return [];
  }
  const by = (one: Amount) => (one.layer < 0 ? "is Istio's default" : `${one.path} says`);
  return [
    limit.layer >= request.layer
      ? {
          path: limit.path,
          message: `${limit.text} is less than the request, ${request.text}, which ${by(request)}; give requests.${name} as well`,
        }
      : {
          path: request.path,
          message: `${request.text} is more than the limit, ${limit.text}, which ${by(limit)}; give limits.${name} as well`,
        },
  ];
}
