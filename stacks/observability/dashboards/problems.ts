import type { ConfigProblem } from "../../config-error";
import { unknownClusters } from "../cluster-problems";
import { dashboardsSchema } from "./schema";

/** What the schema cannot say of dashboards. @param path of the section */
export function dashboardsProblems(
  raw: unknown,
  names: readonly unknown[],
  path: string,
): ConfigProblem[] {
  const { data } = dashboardsSchema.safeParse(raw);
  return unknownClusters(data?.clusters ?? [], names, `${path}.clusters`);
}
