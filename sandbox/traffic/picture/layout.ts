import { centreOf, hull, type Point, type Rect, rectAround, type Size } from "./geometry";
import { type Loop, loopAt, sideOf } from "./loop";
import { type Panel, panelAround, panelsMeet, roomBetween } from "./panel";

/** Where all is that does not depend on other arrows. */
export interface Layout {
  readonly clusters: ReadonlyMap<string, PlacedCluster>;
  readonly panels: readonly Panel[];
}

export interface PlacedCluster {
  readonly box: Rect;
  /** Of its traffic to itself, if it has any. */
  readonly loop?: Loop;
}

export interface Sizes {
  /** Of a cluster's box. */
  readonly box: Size;
  /** Of the largest label. */
  readonly label: Size;
}

/**
 * Clusters on an ellipse, where no line between two passes a third; those of a network beside each other, in its panel.
 * @param networks the network of each cluster
 * @param looped clusters with traffic to themselves
 */
export function layOut(
  networks: Readonly<Record<string, string>>,
  looped: readonly string[],
  sizes: Sizes,
): Layout {
  const groups = groupsOf(networks);
  const places = angles(groups).map((angle) => ({ x: Math.cos(angle), y: Math.sin(angle) }));
  const count = places.length;
  // Boxes beside each other need room for a label between them; and the more clusters, the more labels.
  const { box, label } = sizes;
  const [width, height] =
    count === 1 ? [0, 0] : [(box.width + label.width) * 0.6 + count * 58, 30 + count * 57];
  for (let scale = 1; ; scale *= 1.05) {
    // Boxes are wider than high, so it is to the sides that panels come to meet.
    const at = places.map(({ x, y }) => ({ x: x * width * scale ** 2, y: y * height * scale }));
    const layout = placed(groups, at, looped, sizes);
    if (!panelsMeet(layout.panels)) {
      return layout;
    }
  }
}

type Group = readonly [network: string, clusters: readonly string[]];

/** Clusters by network, the largest first. */
function groupsOf(networks: Readonly<Record<string, string>>): Group[] {
  const groups = [...new Set(Object.values(networks))]
    .map((network): Group => {
      return [network, Object.keys(networks).filter((one) => networks[one] === network)];
    })
    .toSorted(([, one], [, other]) => other.length - one.length);
  const [[network, clusters] = ["", []], ...others] = groups;
  // It has the left side, which clockwise begins at the bottom.
  return others.length === 0 ? groups : [[network, clusters.toReversed()], ...others];
}

/** For each cluster in order, clockwise from the right, in radians. */
function angles(groups: readonly Group[]): number[] {
  const count = groups.reduce((sum, [, clusters]) => sum + clusters.length, 0);
  const largest = groups[0]?.[1].length ?? 0;
  const step = (2 * Math.PI) / count;
  const top = -Math.PI / 2 - (count % 2 === 0 ? step / 2 : 0);
  const left = Math.PI - ((largest - 1) / 2) * step;
  // The network with most clusters has the left side; where none has more than the others, it is to stand straight.
  const first = largest === 1 || groups.length === 1 ? top : left;
  return Array.from(
    { length: count },
    (_, index) => (count === 2 ? Math.PI : first) + index * step,
  );
}

function placed(
  groups: readonly Group[],
  at: readonly Point[],
  looped: readonly string[],
  { box, label }: Sizes,
): Layout {
  const clusters = new Map<string, PlacedCluster>();
  const names = groups.flatMap(([, members]) => members);
  names.forEach((name, index) => {
    const point = at[index] ?? { x: 0, y: 0 };
    const rect = rectAround(point, box);
    const loop = looped.includes(name) && { loop: loopAt(rect, sideOf(point), label) };
    clusters.set(name, { box: rect, ...loop });
  });
  const middle = centreOf(hull([...clusters.values()].map((one) => one.box)));
  const panels = groups.map(([network, members]) => {
    const own = members.flatMap((one) => clusters.get(one) ?? []);
    const between = roomBetween(
      own.map((one) => one.box),
      label,
    );
    return panelAround(network, [...own.flatMap(rectsOf), ...between], middle);
  });
  return { clusters, panels };
}

/** All that belongs to a cluster and that nothing else may cover. */
export function rectsOf({ box, loop }: PlacedCluster): Rect[] {
  return loop === undefined ? [box] : [box, loop.bounds, loop.label];
}
