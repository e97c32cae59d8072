import { digestOf } from "../digest";
import type { ControlPlaneOverlay } from "./control-plane-overlay";
import { type Fragment, fragmentsOf } from "./fragments";
import { mergeObjects, valueAt } from "./json";
import { isProblem, type OverlayFiles, readOverlay } from "./overlay";
import type { TuningConfig } from "./schema";
import { typedOverlay } from "./typed-keys";

/**
 * What a primary's control plane gets from its tuning. Each goes over what stands before it: the defaults of Istio's charts,
 * the mesh's keys, the mesh's overlays in their order, the cluster's keys, the cluster's overlays. Objects are merged
 * deeply, lists and scalars replace, null removes what an earlier one said.
 * @param files of overlays; one that is not there says nothing, since a config with it is never let through
 * @param below what the rest of the config says of the control plane; all of the tuning goes over it
 */
export function planTuning(
  mesh: TuningConfig | undefined,
  cluster: TuningConfig | undefined,
  files: OverlayFiles,
  below: Partial<ControlPlaneOverlay> = {},
): ControlPlaneOverlay {
  return [mesh, cluster].reduce<ControlPlaneOverlay>(
    (laid, tuning) =>
      tuning === undefined
        ? laid
        : [typedOverlay(tuning, laid), ...overlaid(tuning, files)].reduce(layOver, laid),
    { meshConfig: {}, values: {}, components: {}, ...below },
  );
}

/** Where a control plane is told of proxies: what stands there is put into pods, and changes with them only. */
const ofProxies = [
  ["meshConfig", "defaultConfig"],
  ["values", "global", "proxy"],
  ["values", "global", "proxy_init"],
  ["values", "global", "logging"],
  ["values", "sidecarInjectorWebhook"],
] as const;

/**
 * A mark of what injected pods get from a tuning; undefined if that is nothing. Pods that the stack makes bear it, so that
 * they are injected again when it changes.
 */
export function proxyMark(overlay: ControlPlaneOverlay): string | undefined {
  const told = ofProxies.map((steps) => valueAt(overlay, steps) ?? null);
  return told.every((one) => one === null) ? undefined : digestOf(JSON.stringify(told));
}

function overlaid(tuning: TuningConfig, files: OverlayFiles): Fragment[] {
  return tuning.overlays.flatMap((one) => {
    const content = readOverlay(one, "", files);
    return isProblem(content) ? [] : fragmentsOf(content.spec);
  });
}

function layOver(below: ControlPlaneOverlay, above: Fragment): ControlPlaneOverlay {
  const part = (name: keyof ControlPlaneOverlay) =>
    above[name] === null ? {} : mergeObjects(below[name], above[name] ?? {});
  return { meshConfig: part("meshConfig"), values: part("values"), components: part("components") };
}
