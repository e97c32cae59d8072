import type { ConfigProblem } from "../config-error";
import { isOn } from "../is-on";
import { namedNamespaces } from "../observability/namespaces";
import type { ClusterAccess } from "../kubeconfig";
import { allOf, type AskedCluster, type LiveFindings, unread } from "../live-findings";
import { readObject } from "../read-object";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import {
  injectionLabel,
  injectionProblems,
  leavingNamespaceProblems,
  madeNamespaceProblems,
  type NamespaceByRevision,
  type NamespaceObject,
} from "./live";
import { madeNamespaces } from "./made";

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
  config: StackConfig,
  cluster: string,
  access: ClusterAccess,
  prefix: string,
): Promise<ConfigProblem[]> {
  const { namespaces, observability } = config;
  const byRevision = namespaces.flatMap(({ name, injection, clusters }, at) =>
    injection !== "enabled" && injection !== "disabled" && isOn(cluster, clusters)
      ? [{ path: `${prefix}namespaces[${at}].injection`, name, injection }]
      : [],
  );
  const made = madeNamespaces(config, cluster, prefix);
  const named = namedNamespaces(observability, cluster, `${prefix}observability`).filter(
    ({ name }) => made.every((one) => one.name !== name),
  );
  const live = (name: string) => readNamespace(name, access);
  const found = await Promise.all([
    byRevision.length > 0 ? labelProblems(byRevision, cluster, access) : [],
    ...made.map(async (one) => madeNamespaceProblems(one, await live(one.name), cluster)),
    ...named.map(async (one) => leavingNamespaceProblems(one, await live(one.name), cluster)),
  ]);
  return found.flat();
}

async function readNamespace(
  name: string,
  access: ClusterAccess,
): Promise<NamespaceObject | undefined> {
  return readObject(await signIn(access), `/api/v1/namespaces/${name}`);
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
