import { isDeepStrictEqual } from "node:util";
import { Mesh } from "../../components/mesh";
import { planMesh } from "../../stacks/mesh-plan";
import type { AuthorityInputs } from "../../stacks/certificates/load";
import type { StackConfig } from "../../stacks/schema";
import { canaries } from "./answers";
import { type Place, stackConfig } from "./meshes";
import { record, type Recorded, type Recording, type RecordOptions } from "./mocks";

interface Options extends RecordOptions {
  /** What is uploaded, and what clusters have. @default nothing */
  readonly authority?: Partial<AuthorityInputs>;
  /** Keys of the config in place of its own. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Two primaries with a remote each; a primary and its remote are on one network. */
export const remoteOfEach: readonly Place[] = [
  ["east", "net-a"],
  ["edge", "net-a", { primary: "east" }],
  ["west", "net-b"],
  ["wing", "net-b", { primary: "west" }],
];

const recordings = new Map<string, Promise<Recording<Mesh>>>();

/** The mesh `payments` of these clusters, as the engine sees it; each is recorded once. */
export function recordMesh(
  places: readonly Place[],
  options: Options = {},
): Promise<Recording<Mesh>> {
  const key = JSON.stringify([places, options]);
  const recording = recordings.get(key) ?? recordAnew(places, options);
  recordings.set(key, recording);
  return recording;
}

async function recordAnew(
  places: readonly Place[],
  { config, hold, authority, ...options }: Options,
): Promise<Recording<Mesh>> {
  if (hold !== undefined) {
    // So that all certificates are there, and nothing is late for any other reason than what is held.
    await recordMesh(places, { ...(config ? { config } : {}), ...options });
  }
  return recordStack(stackConfig(places, config), {
    ...options,
    ...(hold === undefined ? {} : { hold }),
    ...(authority === undefined ? {} : { authority }),
  });
}

/** The mesh of a checked config, as the engine sees it. */
export function recordStack(
  config: StackConfig,
  { authority: given, ...options }: Omit<Options, "config"> = {},
): Promise<Recording<Mesh>> {
  const plan = planMesh(config);
  const names = config.clusters.map((one) => one.name);
  const kubeconfigs = new Map(names.map((name) => [name, adminKubeconfig(name)]));
  const authority: AuthorityInputs = {
    material: { roots: new Map(), intermediates: new Map() },
    knownRoots: new Map(),
    awaitExternal: () => Promise.resolve(undefined),
    awaitDistribution: () => Promise.resolve(),
    ...given,
  };
  return record((opts) => new Mesh(plan.mesh.id, { plan, kubeconfigs, authority }, opts), options);
}

/** A kubeconfig as the plan half hands it on. */
export function adminKubeconfig(name: string): string {
  return JSON.stringify({
    clusters: [{ name, cluster: { server: `https://${name}.example:6443` } }],
    users: [{ name, user: { token: canaries.kubeconfig } }],
  });
}

/** What makes one recording another, as `listed` prints it, with the cluster of each; what changes are the inputs. */
export function changes(before: readonly Recorded[], after: readonly Recorded[]) {
  const known = new Map(before.map((one) => [one.urn, one] as const));
  const kept = new Set(after.map((one) => one.urn));
  const hasChanged = ({ urn, inputs }: Recorded) => {
    const old = known.get(urn);
    return old !== undefined && !isDeepStrictEqual(old.inputs, inputs);
  };
  return {
    added: placed(after.filter((one) => !known.has(one.urn))),
    removed: placed(before.filter((one) => !kept.has(one.urn))),
    changed: placed(after.filter(hasChanged)),
  };
}

function placed(resources: readonly Recorded[]): string[] {
  return resources
    .flatMap((one) => listed([one]).map((text) => `${one.cluster ?? "-"}: ${text}`))
    .sort();
}

/** Those of a cluster, or those of none. */
export function inCluster(resources: readonly Recorded[], cluster: string | undefined): string[] {
  return listed(resources.filter((one) => one.cluster === cluster));
}

/** Types and names, without the packages' prefixes. */
export function listed(resources: readonly Recorded[]): string[] {
  return resources
    .map(({ type, name }) => `${type.replace(/^(kubernetes|istio-mesh:index|tls):/, "")} ${name}`)
    .sort();
}
