import type { V1Node } from "@kubernetes/client-node";
import { type Kube, statusCode } from "./kube";

const zones = ["a", "b", "c"];

/** Makes the three nodes of a cluster, one a zone; kwok keeps them ready. */
export async function ensureNodes(kube: Kube, cluster: string): Promise<void> {
  await Promise.all(
    zones.map(async (zone) => {
      try {
        await kube.core.createNode({ body: node(cluster, zone) });
      } catch (error) {
        if (statusCode(error) !== 409) {
          throw error;
        }
      }
    }),
  );
}

function node(cluster: string, zone: string): V1Node {
  const name = `${cluster}-${zone}`;
  return {
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": process.arch === "arm64" ? "arm64" : "amd64",
        "topology.kubernetes.io/region": cluster,
        "topology.kubernetes.io/zone": `${cluster}-${zone}`,
      },
    },
  };
}
