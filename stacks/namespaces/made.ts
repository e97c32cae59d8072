import { isOn } from "../is-on";
import { istioNamespace } from "../istio-names";
import { sectionNamespaces } from "../observability/namespaces";
import type { StackConfig } from "../schema";
import { madeForGateways, madeForObservability } from "./annotations";
import { injectionLabel, type MadeNamespace } from "./live";

/** A namespace of a cluster that the stack makes, and deletes with all that is in it. */
export interface OwnNamespacePlan extends Pick<MadeNamespace, "name" | "madeFor"> {
  /** None if left out. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The namespaces that the stack makes on a cluster, each once, however many name it. @param prefix of keys in paths */
export function madeNamespaces(
  { gateways, observability }: Pick<StackConfig, "gateways" | "observability">,
  cluster: string,
  prefix: string,
): MadeNamespace[] {
  const all = [
    ...gateways.flatMap(({ namespace, clusters }, at) =>
      namespace !== istioNamespace && isOn(cluster, clusters)
        ? [
            {
              path: `${prefix}gateways[${at}].namespace`,
              name: namespace,
              madeFor: madeForGateways,
              goesWith: "its last gateway there",
            },
          ]
        : [],
    ),
    ...sectionNamespaces(observability, cluster, `${prefix}observability`),
  ];
  const having = (name: string) => all.filter((one) => one.name === name);
  return all
    .filter((one) => having(one.name)[0] === one)
    .map((one) => ({
      ...one,
      goesWith: [...new Set(having(one.name).map(({ goesWith }) => goesWith))].join(" and "),
    }));
}

/** The same as they are made. What looks at the mesh is not in it. */
export function planOwnNamespaces(
  config: Pick<StackConfig, "gateways" | "observability">,
  cluster: string,
): OwnNamespacePlan[] {
  return madeNamespaces(config, cluster, "").map(({ name, madeFor }) => ({
    name,
    madeFor,
    ...(madeFor === madeForObservability ? { labels: { [injectionLabel]: "disabled" } } : {}),
  }));
}
