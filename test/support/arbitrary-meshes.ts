import fc from "fast-check";
import { type Place } from "./meshes";

/** A cluster of a random mesh, before its place among the others is settled. */
interface Draft {
  readonly name: string;
  readonly network: string;
  /** Which primary serves it, by number; undefined makes it a primary. */
  readonly servedBy: number | undefined;
  readonly namesItself: boolean;
  readonly eastWestGateway: boolean | undefined;
}

/** Names from the plain to the odd, of which some are properties of every object and some words of Mermaid. */
const name = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,6}[a-z0-9])?$/) },
  { weight: 1, arbitrary: fc.constantFrom("constructor", "end", "subgraph") },
);

const draft: fc.Arbitrary<Draft> = fc.record({
  name,
  // Few networks, so that clusters share them.
  network: fc.constantFrom("net-a", "net-b", "net-c"),
  servedBy: fc.option(fc.nat(6), { nil: undefined }),
  namesItself: fc.boolean(),
  eastWestGateway: fc.constantFrom(undefined, true, false),
});

/** Any valid list of clusters. */
export const validMeshes: fc.Arbitrary<readonly Place[]> = fc
  .uniqueArray(draft, { minLength: 1, maxLength: 7, selector: (one) => one.name })
  .map((drafts) => {
    const found = drafts.filter((one) => one.servedBy === undefined);
    const primaries = found.length > 0 ? found : drafts.slice(0, 1);
    const servers = drafts.map((one) =>
      primaries.includes(one) ? one : (primaries[(one.servedBy ?? 0) % primaries.length] ?? one),
    );
    return drafts.map((one, at): Place => {
      const serves = servers.some((server, other) => server === one && other !== at);
      const firstOfNetwork = drafts.find(({ network }) => network === one.network) === one;
      const canLackGateway = !serves && !firstOfNetwork;
      const server = servers[at];
      return [
        one.name,
        one.network,
        {
          ...(server !== one || one.namesItself ? { primary: server?.name } : {}),
          ...(one.eastWestGateway === undefined || (!one.eastWestGateway && !canLackGateway)
            ? {}
            : { eastWestGateway: one.eastWestGateway }),
        },
      ];
    });
  });

/** A valid list of clusters, and the same in another order. */
export const shuffledMeshes = validMeshes.chain((places) =>
  fc.tuple(
    fc.constant(places),
    fc.shuffledSubarray([...places], { minLength: places.length, maxLength: places.length }),
  ),
);
