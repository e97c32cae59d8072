import type { ConfigProblem } from "../config-error";
import { istioNamespace } from "../istio-names";
import type { ClusterAccess } from "../kubeconfig";
import { allOf, type AskedCluster, type LiveFindings, unread } from "../live-findings";
import { planMesh } from "../mesh-plan";
import { readObject } from "../read-object";
import type { StackConfig } from "../schema";
import { signIn } from "../sign-in";
import { type LiveObject, securityProblems } from "./live";
import { securityApiVersion, type SecurityObject } from "./plan";

const plurals = {
  PeerAuthentication: "peerauthentications",
  AuthorizationPolicy: "authorizationpolicies",
} as const;

/**
 * Asks each primary that answers whether something there keeps it from being as strict as the config says, if that says
 * anything.
 * @param isPreview whether somebody only looks, who may be allowed less than who changes something
 */
export async function checkSecurity(
  config: StackConfig,
  reached: readonly AskedCluster[],
  isPreview: boolean,
  prefix: string,
): Promise<LiveFindings> {
  const wanted = new Map(planMesh(config).primaries.map((one) => [one.name, one.security]));
  const found = await Promise.all(
    reached.map(async ({ name, path, access }): Promise<LiveFindings> => {
      try {
        const problems = await problemsOf(wanted.get(name) ?? [], name, access, prefix);
        return { problems, warnings: [] };
      } catch (error) {
        const untold = "it becomes as strict as the config says";
        return unread({ path, isPreview, untold }, error as Error);
      }
    }),
  );
  return allOf(found);
}

async function problemsOf(
  wanted: readonly SecurityObject[],
  cluster: string,
  access: ClusterAccess,
  prefix: string,
): Promise<ConfigProblem[]> {
  const kinds = [...new Set(wanted.map((one) => one.kind))];
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const live = await objectsOf(kind, access);
      return wanted
        .filter((one) => one.kind === kind)
        .flatMap((one) => securityProblems(one, live, cluster, `${prefix}security`));
    }),
  );
  return found.flat();
}

async function objectsOf(
  kind: SecurityObject["kind"],
  access: ClusterAccess,
): Promise<readonly LiveObject[]> {
  const path = `/apis/${securityApiVersion}/namespaces/${istioNamespace}/${plurals[kind]}`;
  const list: { readonly items?: readonly LiveObject[] } =
    // There is none of it before the first control plane is.
    (await readObject(await signIn(access), path)) ?? {};
  return list.items ?? [];
}
