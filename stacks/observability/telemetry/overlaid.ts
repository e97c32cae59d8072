import type { CheckedCluster } from "../../topology-problems";
import { fragmentsOf } from "../../tuning/fragments";
import { isObject, type JsonObject } from "../../tuning/json";
import { isProblem, type OverlayFiles, readOverlay } from "../../tuning/overlay";
import { tuningSchema } from "../../tuning/schema";
import type { KnownProviders } from "./providers";

/** Part of the mesh config that an overlay gives. */
export interface OverlaidMeshConfig {
  /** Of the overlay's mesh config, from the prefix on. */
  readonly path: string;
  readonly meshConfig: JsonObject;
}

/**
 * What the overlays of the mesh and of its clusters say of the mesh config.
 * @param tuning the mesh's, as given
 * @param files that overlays name; what is not there says nothing
 */
export function overlaidMeshConfigs(
  tuning: unknown,
  clusters: readonly CheckedCluster[],
  files: OverlayFiles,
  prefix: string,
): readonly OverlaidMeshConfig[] {
  const places = [
    { path: `${prefix}tuning`, tuning: tuningSchema.safeParse(tuning).data },
    ...clusters.map(({ path, cluster }) => ({ path: `${path}.tuning`, tuning: cluster.tuning })),
  ];
  return places.flatMap(({ path, tuning: { overlays } = { overlays: [] } }) =>
    overlays.flatMap((overlay, at) => {
      const content = readOverlay(overlay, `${path}.overlays[${at}]`, files);
      return isProblem(content)
        ? []
        : fragmentsOf(content.spec).flatMap(({ meshConfig }) =>
            meshConfig ? [{ path: `${content.path}.meshConfig`, meshConfig }] : [],
          );
    }),
  );
}

/** A list of the mesh config that an overlay gives, in place of what the rest of the config says there. */
export interface OverlaidList {
  readonly path: string;
  readonly list: readonly unknown[];
}

/** All that overlays put in place of a list of the mesh config. @param key `serviceSettings` */
export function overlaidLists(
  overlaid: readonly OverlaidMeshConfig[],
  key: string,
): readonly OverlaidList[] {
  return overlaid.flatMap(({ path, meshConfig }) => {
    const list = meshConfig[key];
    return Array.isArray(list) ? [{ path: `${path}.${key}`, list: list as unknown[] }] : [];
  });
}

/** Providers that overlays define. */
export interface OverlaidProviders {
  /** Of the first overlay that does. */
  readonly path: string;
  readonly providers: KnownProviders;
}

/** Undefined if no overlay defines providers. */
export function overlaidProviders(
  overlaid: readonly OverlaidMeshConfig[],
): OverlaidProviders | undefined {
  const found = overlaidLists(overlaid, "extensionProviders");
  const [first] = found;
  return (
    first && {
      path: first.path,
      providers: Object.fromEntries(found.flatMap(({ list }) => list.flatMap(namedKind))),
    }
  );
}

function namedKind(provider: unknown): (readonly [string, string])[] {
  if (!isObject(provider) || typeof provider["name"] !== "string") {
    return [];
  }
  const kind = Object.keys(provider).find((one) => one !== "name") ?? "";
  return [[provider["name"], kind]];
}
