import { fragmentsOf } from "../../tuning/fragments";
import { isObject } from "../../tuning/json";
import { isProblem, type OverlayFiles, readOverlay } from "../../tuning/overlay";
import type { TuningConfig } from "../../tuning/schema";
import type { KnownProviders } from "./providers";

/** Tuning at one place of the config. */
export interface TuningPlace {
  /** `istio-mesh:tuning` */
  readonly path: string;
  readonly tuning: TuningConfig;
}

/** Providers that overlays define. */
export interface OverlaidProviders {
  /** Of the first overlay that does. */
  readonly path: string;
  readonly providers: KnownProviders;
}

/** Undefined if no overlay defines providers. @param files that overlays name; what is not there defines nothing */
export function overlaidProviders(
  places: readonly TuningPlace[],
  files: OverlayFiles,
): OverlaidProviders | undefined {
  const found = overlaidLists(places, files, "extensionProviders");
  const [first] = found;
  return (
    first && {
      path: first.path,
      providers: Object.fromEntries(found.flatMap(({ list }) => list.flatMap(namedKind))),
    }
  );
}

/** A list of the mesh config that an overlay gives, in place of what the rest of the config says there. */
export interface OverlaidList {
  readonly path: string;
  readonly list: readonly unknown[];
}

/** All that overlays put in place of a list of the mesh config. @param key `serviceSettings` */
export function overlaidLists(
  places: readonly TuningPlace[],
  files: OverlayFiles,
  key: string,
): readonly OverlaidList[] {
  return places.flatMap(({ path, tuning }) =>
    tuning.overlays.flatMap((overlay, at) => {
      const content = readOverlay(overlay, `${path}.overlays[${at}]`, files);
      const lists = isProblem(content)
        ? []
        : fragmentsOf(content.spec).map((one) => one.meshConfig?.[key]);
      return lists
        .filter((one): one is unknown[] => Array.isArray(one))
        .map((list) => ({ path: `${content.path}.meshConfig.${key}`, list }));
    }),
  );
}

function namedKind(provider: unknown): (readonly [string, string])[] {
  if (!isObject(provider) || typeof provider["name"] !== "string") {
    return [];
  }
  const kind = Object.keys(provider).find((one) => one !== "name") ?? "";
  return [[provider["name"], kind]];
}
