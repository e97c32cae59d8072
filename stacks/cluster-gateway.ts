import { z } from "zod";
import type { ConfigProblem } from "./config-error";
import { type EastWestGatewayConfig, eastWestGatewaySchema } from "./gateway-schema";
import type { CheckedCluster } from "./topology-problems";
import { workloadProblems } from "./workload-problems";
import { workloadSchema } from "./workload-schema";

const { sourceRanges, serviceAnnotations } = eastWestGatewaySchema.shape;

/** How one cluster's east-west gateway differs from the mesh's; what is left out has no default of its own. */
const tunedGateway = z
  .strictObject({
    sourceRanges: sourceRanges.unwrap().describe("Addresses that may connect to this one."),
    serviceAnnotations: serviceAnnotations
      .unwrap()
      .describe(
        "Annotations of its Service, added to the mesh-wide ones; one that both have is as it is here.",
      ),
    ...workloadSchema.shape,
  })
  .partial();

/** A cluster's `eastWestGateway`: whether there is one, or how it differs. */
export const clusterGatewaySchema = z.union(
  [z.boolean(), tunedGateway],
  "expected true, false or an object that tunes the gateway",
);

export type ClusterGateway = z.infer<typeof clusterGatewaySchema>;

/** What a cluster says of whether it has a gateway; undefined leaves it to the mesh's shape, as tuning it does. */
export function askedGateway(gateway: ClusterGateway | undefined): boolean | undefined {
  return typeof gateway === "object" ? undefined : gateway;
}

/**
 * The config of a cluster's gateway: each key of its own replaces the mesh-wide one as a whole, so that neither half of
 * `resources` is left over. Annotations are merged, since each is a setting by itself.
 */
export function gatewayOfCluster(
  mesh: EastWestGatewayConfig,
  own: ClusterGateway | undefined,
): EastWestGatewayConfig {
  return typeof own === "object"
    ? {
        ...mesh,
        ...own,
        serviceAnnotations: { ...mesh.serviceAnnotations, ...own.serviceAnnotations },
      }
    : mesh;
}

/** What is wrong with how clusters' gateways are tuned, over mesh-wide values whose own problems are named elsewhere. */
export function clusterGatewayProblems(
  clusters: readonly CheckedCluster[],
  mesh: EastWestGatewayConfig,
): ConfigProblem[] {
  return clusters.flatMap(({ path, cluster: { eastWestGateway: own } }) => {
    if (typeof own !== "object") {
      return [];
    }
    const place = `${path}.eastWestGateway`;
    const known = workloadProblems(place, mesh).map(textOf);
    const merged = gatewayOfCluster(mesh, own);
    return workloadProblems(place, merged)
      .filter((one) => !known.includes(textOf(one)))
      .map((one) =>
        one.path === `${place}.minReplicas` && own.minReplicas === undefined
          ? {
              path: `${place}.maxReplicas`,
              message: `${merged.maxReplicas} is less than minReplicas, which is ${merged.minReplicas}`,
            }
          : one,
      );
  });
}

function textOf({ path, message }: ConfigProblem): string {
  return `${path}: ${message}`;
}
