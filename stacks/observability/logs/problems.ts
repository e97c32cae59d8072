import type { ConfigProblem } from "../../config-error";
import type { CheckedCluster } from "../../topology-problems";
import { memberProblems } from "../cluster-problems";
import { logsSchema } from "./schema";

/** What is wrong with how logs fit the mesh, and with what their collector cannot do. @param raw the section, as given */
export function logsProblems(
  raw: unknown,
  mesh: { readonly clusters: readonly CheckedCluster[]; readonly names: readonly unknown[] },
  path: string,
): ConfigProblem[] {
  const logs = logsSchema.safeParse(raw).data;
  if (logs === undefined) {
    return [];
  }
  const elasticsearch = logs.by === "fluentBit" ? logs.elasticsearch : undefined;
  const place = `${path}.elasticsearch`;
  return [
    ...memberProblems(logs.clusters, mesh, `${path}.clusters`),
    ...(elasticsearch !== undefined && elasticsearch.endpoints.length > 1
      ? [
          {
            path: `${place}.endpoints[1]`,
            message: `is one too many, Fluent Bit knows one host; give the address of a load balancer, or by: openTelemetry`,
          },
        ]
      : []),
    ...(elasticsearch?.ca === undefined
      ? []
      : [
          {
            path: `${place}.ca`,
            message: `would have to be a file in Fluent Bit's pods, which are yours; put it there and give an output of your own, or by: openTelemetry`,
          },
        ]),
  ];
}
