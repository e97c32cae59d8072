import type { ConfigProblem } from "../config-error";
import { isOn } from "../is-on";
import { istioNamespace } from "../istio-names";
import { sectionNamespaces } from "../observability/namespaces";
import type { ClusterAccess } from "../kubeconfig";
import { allOf, type AskedCluster, type LiveFindings, unread } from "../live-findings";
import { readObject } from "../read-object";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import { madeForGateways } from "./annotations";
import {
  injectionLabel,
  injectionProblems,
  type MadeNamespace,
  madeNamespaceProblems,
  type NamespaceByRevision,
  type NamespaceObject,
} from "./live";

const labelledPath = `/api/v1/namespaces?labelSelector=${injectionLabel}`;

/**
 * Asks each cluster that answers whether its namespaces can become what the config says, if that takes a look.
 * @param isPreview whether somebody only looks, who may be allowed less than who changes something
 */
export async function checkNamespaces(
  config: StackConfig,
  reached: readonly AskedCluster[],
  isPreview: boolean,
  prefix: string,
): Promise<LiveFindings> {
  const found = await Promise.all(
    reached.map(async ({ name, path, access }): Promise<LiveFindings> => {
      try {
        return { problems: await problemsOf(config, name, access, prefix), warnings: [] };
      } catch (error) {
        const untold = "namespaces can become what the config says";
        return unread({ path, isPreview, untold }, error as Error);
      }
    }),
  );
  return allOf(found);
}

async function problemsOf(
  { gateways, namespaces, observability }: StackConfig,
  cluster: string,
  access: ClusterAccess,
  prefix: string,
): Promise<ConfigProblem[]> {
  const byRevision = namespaces.flatMap(({ name, injection, clusters }, at) =>
    injection !== "enabled" && injection !== "disabled" && isOn(cluster, clusters)
      ? [{ path: `${prefix}namespaces[${at}].injection`, name, injection }]
      : [],
  );
  const forGateways = gateways.flatMap(({ namespace, clusters }, at) =>
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
  );
  const made = [
    ...forGateways.filter(
      ({ name }, at) => forGateways.findIndex((one) => one.name === name) === at,
    ),
    ...sectionNamespaces(observability, cluster, `${prefix}observability`),
  ];
  const found = await Promise.all([
    byRevision.length > 0 ? labelProblems(byRevision, cluster, access) : [],
    ...made.map((one) => ownerProblems(one, cluster, access)),
  ]);
  return found.flat();
}

async function ownerProblems(
  wanted: MadeNamespace,
  cluster: string,
  access: ClusterAccess,
): Promise<ConfigProblem[]> {
  const path = `/api/v1/namespaces/${wanted.name}`;
  const live: NamespaceObject | undefined = await readObject(await signIn(access), path);
  return madeNamespaceProblems(wanted, live, cluster);
}

/** One request, however many namespaces there are. */
async function labelProblems(
  wanted: readonly NamespaceByRevision[],
  cluster: string,
  access: ClusterAccess,
): Promise<ConfigProblem[]> {
  const list: { readonly items?: readonly NamespaceObject[] } =
    (await readObject(await signIn(access), labelledPath)) ?? {};
  return injectionProblems(wanted, list.items ?? [], cluster);
}
