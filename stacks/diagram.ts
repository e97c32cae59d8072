import type { Topology } from "./topology";

/**
 * Draws a topology as Mermaid: a box per network and cluster, a line where istiod watches another cluster, a thick
 * line where traffic crosses networks through the east-west gateways.
 */
export function drawTopology(meshId: string, topology: Topology): string {
  const node = (name: string) => `c_${name.replace(/-/g, "_")}`;
  const crossesNetworks = topology.networks.length > 1;
  const lines = ["flowchart LR", `  subgraph mesh["mesh ${meshId}"]`];
  topology.networks.forEach((network, index) => {
    lines.push(`    subgraph n${index}["network ${network}"]`);
    for (const cluster of topology.clusters.filter((one) => one.network === network)) {
      const runs = cluster.role === "primary" ? "istiod" : "served by its primary";
      const gateway = crossesNetworks ? "<br/>east-west gateway" : "";
      lines.push(
        `      ${node(cluster.name)}["${cluster.name} (${cluster.role})<br/>${runs}${gateway}"]`,
      );
    }
    lines.push("    end");
  });
  lines.push("  end");
  for (const { from, to, mutual, crosses } of edges(topology)) {
    const traffic = crosses ? "mTLS 15443, watches" : "watches";
    const line = crosses ? "==>" : "-->";
    lines.push(`  ${node(from)} ${mutual ? "<" : ""}${line}|${traffic}| ${node(to)}`);
  }
  return `${lines.join("\n")}\n`;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly mutual: boolean;
  readonly crosses: boolean;
}

/** Each watching pair once. */
function edges({ clusters }: Topology): Edge[] {
  return clusters.flatMap((from) =>
    clusters.flatMap((to): Edge[] => {
      const mutual = to.peers.includes(from.name);
      const drawn = from.peers.includes(to.name) && (!mutual || from.name < to.name);
      return drawn
        ? [{ from: from.name, to: to.name, mutual, crosses: from.network !== to.network }]
        : [];
    }),
  );
}
