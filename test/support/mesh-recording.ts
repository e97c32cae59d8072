import { Mesh } from "../../components/mesh";
import { planMesh } from "../../stacks/mesh-plan";
import { canaries } from "./answers";
import { type Place, stackConfig } from "./meshes";
import { record, type Recorded, type Recording } from "./mocks";

interface Options {
  /** Keys of the config in place of its own. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly preview?: boolean;
}

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

function recordAnew(
  places: readonly Place[],
  { config, preview = false }: Options,
): Promise<Recording<Mesh>> {
  const plan = planMesh(stackConfig(places, config));
  const kubeconfigs = new Map(places.map(([name]) => [name, adminKubeconfig(name)]));
  return record((opts) => new Mesh(plan.mesh.id, { plan, kubeconfigs }, opts), { preview });
}

/** A kubeconfig as the plan half hands it on. */
export function adminKubeconfig(name: string): string {
  return JSON.stringify({
    clusters: [{ name, cluster: { server: `https://${name}.example:6443` } }],
    users: [{ name, user: { token: canaries.kubeconfig } }],
  });
}

/** Types and names, without the packages' prefixes. */
export function listed(resources: readonly Recorded[]): string[] {
  return resources
    .map(({ type, name }) => `${type.replace(/^(kubernetes|istio-mesh:index|tls):/, "")} ${name}`)
    .sort();
}
