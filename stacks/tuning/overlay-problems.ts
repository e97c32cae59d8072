import type { ConfigProblem } from "../config-error";
import { checkSpec } from "./check-spec";
import { fragmentsOf, operatorOnly } from "./fragments";
import { type JsonObject, valueAt } from "./json";
import { fileOf, isProblem, type OverlayFiles, readOverlay } from "./overlay";
import { reservedIn } from "./reserved";
import type { Overlay } from "./schema";

/** What overlays are checked against. */
export interface OverlayContext {
  readonly files: OverlayFiles | undefined;
  /** Whether the mesh's Istio may know fields that our definitions do not. */
  readonly isNewer: boolean;
  readonly installer: string | undefined;
  /** Why istiods that get the overlay cannot be spread; undefined if they can. */
  readonly noSpread: string | undefined;
}

interface OverlayProblem extends ConfigProblem {
  readonly isWarning?: boolean;
}

/** Parts of an IstioOperator that no overlay may have, each with what to do. */
const notTaken: Readonly<Record<string, string>> = {
  addonComponents:
    "Istio removed addons in 1.8; of tracing, Istio's part is meshConfig.extensionProviders with a Telemetry resource, and what stores and shows the data is installed on its own",
  unvalidatedValues: "nothing could check it, say it as values",
};

/** Values of the webhook that injects, each with what to do. With Helm no chart makes the webhooks of tags, which stand for it. */
const notOfTags: Readonly<Record<string, string>> = {
  enableNamespacesByDefault: "take it out, and name the namespaces in istio-mesh:namespaces",
  reinvocationPolicy: "take it out, it is Never",
};

/** What is wrong with one overlay, with the full path of each field. */
export function overlayProblems(
  overlay: Overlay,
  path: string,
  { files, isNewer, installer, noSpread }: OverlayContext,
): OverlayProblem[] {
  if (fileOf(overlay) !== undefined && files === undefined) {
    return [];
  }
  const content = readOverlay(overlay, path, files ?? new Map());
  if (isProblem(content)) {
    return [content];
  }
  const refused = Object.keys(content.spec).filter((key) => Object.hasOwn(notTaken, key));
  const spec = Object.fromEntries(
    Object.entries(content.spec).filter(([key]) => !refused.includes(key)),
  );
  const found: OverlayProblem[] = [
    ...refused.map((key) => ({ path: `.${key}`, message: `is not taken: ${notTaken[key] ?? ""}` })),
    ...reservedIn(spec),
    ...checkSpec(spec).map(({ isUnknown, ...one }) =>
      isUnknown && isNewer && isInPart(one.path) ? { ...one, isWarning: true } : one,
    ),
    ...(installer === "helm" ? unknownToHelm(spec) : []),
    ...(noSpread === undefined ? [] : spreadProblems(spec, noSpread)),
  ];
  return found.map((one) => ({ ...one, path: content.path + one.path }));
}

/** Null takes away what another place says, and is fine with any Istio. */
function spreadProblems(spec: JsonObject, message: string): OverlayProblem[] {
  const place = ["values", "pilot", "topologySpreadConstraints"];
  const said = valueAt(spec, place) ?? undefined;
  return said === undefined ? [] : [{ path: `.${place.join(".")}`, message }];
}

/** What stands beside meshConfig, values and components would go nowhere. */
function isInPart(path: string): boolean {
  return path.lastIndexOf(".") > 0;
}

function unknownToHelm(spec: JsonObject): OverlayProblem[] {
  const components = fragmentsOf(spec).map((one) => one.components);
  return [
    ...[...new Set(components.flatMap(operatorOnly))].map((place) => ({
      path: `.${place}`,
      message: "is only known to installer operator, and mesh.installer is helm",
    })),
    ...Object.entries(notOfTags).flatMap(([key, next]) =>
      valueAt(spec, ["values", "sidecarInjectorWebhook", key]) === undefined
        ? []
        : [
            {
              path: `.values.sidecarInjectorWebhook.${key}`,
              message: `is not taken with installer helm: tags inject by webhooks of the stack's own, which have no such setting; ${next}`,
            },
          ],
    ),
  ];
}
