import type { ConfigProblem } from "../config-error";
import type { ClusterAccess } from "../kubeconfig";
import { allOf, type AskedCluster, type LiveFindings, unread } from "../live-findings";
import { readObject } from "../read-object";
import { signIn } from "../sign-in";
import { missingKinds, type NeededKind, type ServedKinds } from "./needs";

/**
 * Asks each cluster that answers whether it has the kinds that are to be made there: Pulumi would find out in the middle
 * of an `up`.
 * @param needed on a cluster
 * @param isPreview whether somebody only looks, who may be allowed less than who changes something
 */
export async function checkKinds(
  needed: (cluster: string) => readonly NeededKind[],
  reached: readonly AskedCluster[],
  isPreview: boolean,
): Promise<LiveFindings> {
  const found = await Promise.all(
    reached.map(async ({ name, path, access }): Promise<LiveFindings> => {
      try {
        return { problems: await problemsOf(needed(name), name, access), warnings: [] };
      } catch (error) {
        const untold = "it has the kinds that observability needs";
        return unread({ path, isPreview, untold }, error as Error);
      }
    }),
  );
  return allOf(found);
}

async function problemsOf(
  needed: readonly NeededKind[],
  cluster: string,
  access: ClusterAccess,
): Promise<ConfigProblem[]> {
  const versions = [...new Set(needed.map((one) => one.apiVersion))];
  const served = await Promise.all(
    versions.map(async (version) => {
      const kinds: ServedKinds | undefined = await readObject(
        await signIn(access),
        `/apis/${version}`,
      );
      return [version, kinds] as const;
    }),
  );
  return missingKinds(needed, new Map(served)).map(({ path, apiVersion, kind, broughtBy }) => ({
    path,
    message: `cluster "${cluster}" has no kind ${kind} of ${apiVersion}, which ${broughtBy} brings; install that there, or leave the cluster out`,
  }));
}
