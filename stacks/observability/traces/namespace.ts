import { madeForObservability } from "../../namespaces/annotations";
import type { MadeNamespace } from "../../namespaces/live";
import { planCollector } from "./plan";
import type { TracesConfig } from "./schema";

/** The namespace that is made for a cluster's traces, if one is. @param path of the section */
export function namespaceForTraces(
  traces: TracesConfig | undefined,
  cluster: string,
  path: string,
): MadeNamespace[] {
  const collector = planCollector(traces, cluster);
  return collector?.makesNamespace
    ? [
        {
          path: `${path}.collector.namespace`,
          name: collector.namespace,
          madeFor: madeForObservability,
          goesWith: "its collector",
        },
      ]
    : [];
}
