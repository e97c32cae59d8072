import type { ConfigProblem } from "../config-error";
import { checkSpec } from "./check-spec";
import { fragmentsOf, operatorOnly } from "./fragments";
import { type JsonObject, valueAt } from "./json";
import { takenFrom } from "./not-taken";
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
  const { notTaken, taken: spec } = takenFrom(content.spec, installer);
  const found: OverlayProblem[] = [
    ...notTaken,
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
  return [...new Set(components.flatMap(operatorOnly))].map((place) => ({
    path: `.${place}`,
    message: "is only known to installer operator, and mesh.installer is helm",
  }));
}
