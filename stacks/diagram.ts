import type { ClusterPlan } from "./cluster-plan";
import type { MeshPlan } from "./mesh-plan";
import type { ClusterTopology, Topology } from "./topology";

/**
 * Draws a mesh as Mermaid: a box per network and cluster, with what runs there; a line where istiod watches another cluster, thick where
 * traffic between the two crosses networks through east-west gateways; a dotted line from a remote to the istiod that
 * serves it.
 */
export function drawTopology({ mesh, topology, primaries, remotes }: MeshPlan): string {
  const plans = new Map([...primaries, ...remotes].map((one) => [one.name, one] as const));
  const lines = ["flowchart LR", `  subgraph mesh["mesh ${mesh.id}"]`];
  topology.networks.forEach((network, index) => {
    lines.push(`    subgraph n${index}["network ${network}"]`);
    for (const cluster of topology.clusters.filter((one) => one.network === network)) {
      lines.push(`      ${node(cluster.name)}["${label(cluster, plans.get(cluster.name))}"]`);
    }
    lines.push("    end");
  });
  lines.push("  end", ...links(topology).map((link) => `  ${link}`));
  return `${lines.join("\n")}\n`;
}

function node(cluster: string): string {
  return `c_${cluster.replace(/-/g, "_")}`;
}

function label({ name, role, primary, gateway }: ClusterTopology, plan?: ClusterPlan): string {
  return [
    `${name} (${role})`,
    role === "primary" ? "istiod" : `served by ${primary}`,
    ...(gateway.length > 0 ? ["east-west gateway"] : []),
    ...(plan?.gateways ?? []).map((one) => `${one.kind} ${one.name}`),
  ].join("<br/>");
}

function links({ clusters }: Topology): string[] {
  const pairs = clusters.flatMap((from, at) =>
    clusters.slice(at + 1).flatMap((to) => pairLink(from, to)),
  );
  const served = clusters
    .filter((one) => one.role === "remote")
    .map((one) => `${node(one.name)} -.->|istiod 15012, 15017| ${node(one.primary)}`);
  return [...pairs, ...served];
}

/** The line between two clusters, if they have to do with each other; its arrows point at who is watched. */
function pairLink(one: ClusterTopology, other: ClusterTopology): string[] {
  const crosses = one.network !== other.network;
  const forth = one.peers.includes(other.name);
  const back = other.peers.includes(one.name);
  const says = [...(crosses ? ["mTLS 15443"] : []), ...(forth || back ? ["watches"] : [])];
  if (says.length === 0) {
    return [];
  }
  const [from, to] = forth || !back ? [one, other] : [other, one];
  const line = `${forth === back ? "<" : ""}${crosses ? "==>" : "-->"}`;
  return [`${node(from.name)} ${line}|${says.join(", ")}| ${node(to.name)}`];
}
