import type { WatchPlan } from "./cluster-plan";
import type { ClusterConfig } from "./cluster-schema";
import type { ClusterTopology } from "./topology";

/** A cluster's API server as another cluster reaches it. */
export type ReachedServer = Pick<WatchPlan, "cluster" | "server" | "caData">;

/** Where a cluster finds a peer's API server: what is said for that pair, else for the peer, else nothing. */
export function reachedServer(
  peer: string,
  from: string,
  config: Pick<ClusterConfig, "apiServer"> | undefined,
): ReachedServer {
  const { apiServer } = config ?? {};
  const pair = apiServer?.peers[from];
  return {
    cluster: peer,
    server: pair?.server ?? apiServer?.server,
    caData: pair?.caData ?? apiServer?.caData,
  };
}

/** How a primary's istiod watches a peer. */
export function planWatch(
  peer: string,
  primary: ClusterTopology,
  config: ClusterConfig | undefined,
): WatchPlan {
  return {
    ...reachedServer(peer, primary.name, config),
    serves: primary.remotes.includes(peer),
  };
}
