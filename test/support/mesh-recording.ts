import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Mesh } from "../../components/mesh";
import { planMesh } from "../../stacks/mesh-plan";
import type { AuthorityInputs } from "../../stacks/certificates/load";
import type { StackConfig } from "../../stacks/schema";
import { canaries } from "./answers";
import { type Place, stackConfig } from "./meshes";
import { read, record, type Recorded, type Recording, type RecordOptions, start } from "./mocks";
import { isSecret, unwrap } from "./secrets";

interface Secrets {
  /** Docker's config of pull secrets, by name. @default none */
  readonly pullSecrets?: ReadonlyMap<string, string> | undefined;
  /** What observability needs in secret, by key. @default nothing */
  readonly observabilitySecrets?: ReadonlyMap<string, string> | undefined;
}

interface Options extends RecordOptions, Secrets {
  /** What is uploaded, and what clusters have. @default nothing */
  readonly authority?: Partial<AuthorityInputs>;
  /** Keys of the config in place of its own. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** How a program ended that failed. */
export interface Failure {
  /** All that had been registered when nothing came any more. */
  readonly resources: readonly Recorded[];
  /** The errors that nobody handled, each message once; the first ends a real program. */
  readonly errors: readonly Error[];
}

/** Two primaries with a remote each; a primary and its remote are on one network. */
export const remoteOfEach: readonly Place[] = [
  ["east", "net-a"],
  ["edge", "net-a", { primary: "east" }],
  ["west", "net-b"],
  ["wing", "net-b", { primary: "west" }],
];

const rotation = (phase: string) => ({ rotation: { to: { name: "next" }, phase } });

/** The config of certificates at every step from the root "root" to the root "next". */
export const rotationSteps = {
  before: {},
  trustBoth: rotation("trustBoth"),
  signNew: rotation("signNew"),
  dropOld: rotation("dropOld"),
  finished: { root: { name: "next" } },
} as const;
export type RotationStep = keyof typeof rotationSteps;

const recordings = new Map<string, Promise<Recording<Mesh>>>();

/** The mesh `payments` of these clusters, as the engine sees it; without `authority` each is recorded once. */
export function recordMesh(
  places: readonly Place[],
  options: Options = {},
): Promise<Recording<Mesh>> {
  const { authority, letGo, pullSecrets, observabilitySecrets } = options;
  if ([authority, letGo, pullSecrets, observabilitySecrets].some((one) => one !== undefined)) {
    return recordAnew(places, options);
  }
  const key = JSON.stringify([places, options]);
  const recording = recordings.get(key) ?? recordAnew(places, options);
  recordings.set(key, recording);
  return recording;
}

async function recordAnew(
  places: readonly Place[],
  { hold, authority, pullSecrets, observabilitySecrets, ...plain }: Options,
): Promise<Recording<Mesh>> {
  if (hold !== undefined) {
    // So that all certificates are there, and nothing is late for any other reason than what is held.
    await recordMesh(places, plain);
  }
  const { config, ...options } = plain;
  const held = { ...options, ...(hold === undefined ? {} : { hold }) };
  const given = { ...(authority ? { authority } : {}), pullSecrets, observabilitySecrets };
  return recordStack(stackConfig(places, config), { ...held, ...given });
}

/** The mesh of a checked config, as the engine sees it. */
export function recordStack(
  config: StackConfig,
  { authority, pullSecrets, observabilitySecrets, ...options }: Omit<Options, "config"> = {},
): Promise<Recording<Mesh>> {
  return record(program(config, authority, { pullSecrets, observabilitySecrets }), options);
}

/** Records when it is first asked to, and once: mocks are the process's, so that recordings must not overlap. */
export function recordedOnce(
  begin: () => Promise<Recording<Mesh>>,
): () => Promise<Recording<Mesh>> {
  let begun: Promise<Recording<Mesh>> | undefined;
  return () => (begun ??= begin());
}

/** How such a mesh fails. */
export async function recordMeshFailure(
  places: readonly Place[],
  { config, authority, ...options }: Options,
): Promise<Failure> {
  const errors = new Map<string, Error>();
  // As in a real program, where they end it; the test runner's would end the test.
  const event = "unhandledRejection";
  const listeners = process.listeners(event);
  process.removeAllListeners(event);
  process.on(event, (error) => {
    assert.ok(error instanceof Error);
    errors.set(error.message, error);
  });
  try {
    const { arrivals, quiet } = await start(options);
    program(stackConfig(places, config), authority)({});
    await quiet();
    return { resources: read(arrivals), errors: [...errors.values()] };
  } finally {
    process.removeAllListeners(event);
    listeners.forEach((one) => process.on(event, one));
  }
}

function program(
  config: StackConfig,
  given: Options["authority"],
  { pullSecrets = new Map(), observabilitySecrets = new Map() }: Secrets = {},
) {
  const plan = planMesh(config);
  const secrets = { pullSecrets, observabilitySecrets };
  const kubeconfigs = new Map(config.clusters.map(({ name }) => [name, adminKubeconfig(name)]));
  const authority: AuthorityInputs = {
    material: { roots: new Map(), intermediates: new Map() },
    knownRoots: new Map(),
    awaitExternal: () => Promise.resolve(undefined),
    awaitDistribution: () => Promise.resolve(),
    ...given,
  };
  return (opts: ComponentResourceOptions) =>
    new Mesh(plan.mesh.id, { plan, kubeconfigs, ...secrets, authority }, opts);
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

/** The files in a primary's `cacerts`, which has to be secret as a whole, and on that cluster. */
export function cacertsOf({ find }: Recording<Mesh>, cluster: string): Record<string, string> {
  const found = find("kubernetes:core/v1:Secret", `${cluster}-intermediate-ca-cacerts`);
  assert.equal(found.cluster, cluster);
  const { data } = found.inputs;
  assert.ok(isSecret(data));
  return Object.fromEntries(
    Object.entries(unwrap(data) as Record<string, string>).map(([file, text]) => [
      file,
      Buffer.from(text, "base64").toString("utf8"),
    ]),
  );
}
