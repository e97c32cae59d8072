import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { answer } from "./answers";

/** One resource as it reached the engine. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** As sent: secrets are in their wrapper. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Name of the cluster whose provider it was given; undefined if it had none. */
  readonly cluster: string | undefined;
  /** Name of its parent. */
  readonly parent: string | undefined;
  /** Whether its deletion is refused, by itself or by an ancestor. */
  readonly protect: boolean;
  /** Names of the resources that it says it waits for. */
  readonly dependsOn: readonly string[];
}

export interface Recording<T> {
  /** In the order in which they were made. */
  readonly resources: readonly Recorded[];
  /** The one resource of a type and a name. */
  readonly find: (type: string, name: string) => Recorded;
  readonly result: T;
}

type Sent = Pick<Recorded, "inputs" | "cluster">;
type Made = Pick<Recorded, "type" | "name" | "parent" | "protect" | "dependsOn">;

/**
 * Runs a program against mocks, and returns when every resource that it made has been registered.
 * @param build makes a tree of resources; its root has to take the options
 */
export async function record<T>(
  build: (opts: pulumi.ComponentResourceOptions) => T,
  { preview = false }: { preview?: boolean } = {},
): Promise<Recording<T>> {
  const sent = new Map<string, Sent>();
  await pulumi.runtime.setMocks(
    {
      newResource: async (args) => {
        const { type, name, provider } = args;
        const inputs = args.inputs as Record<string, unknown>;
        sent.set(`${type} ${name}`, { inputs, cluster: clusterOf(provider) });
        // A preview knows nothing but the inputs, and no id.
        return preview
          ? { id: undefined, state: inputs }
          : { id: `${name}-id`, state: await answer(type, name, inputs) };
      },
      call: (args) => args.inputs as Record<string, unknown>,
    },
    "istio-mesh",
    "test",
    preview,
  );
  const made = new Map<pulumi.Resource, Made>();
  const note: pulumi.ResourceTransformation = ({ resource, type, name, opts }) => {
    const parent = opts.parent && made.get(opts.parent);
    const protect = opts.protect ?? parent?.protect ?? false;
    const dependsOn = [opts.dependsOn ?? []].flat() as pulumi.Resource[];
    made.set(resource, {
      type,
      name,
      parent: parent?.name,
      protect,
      dependsOn: dependsOn.map((one) => made.get(one)?.name ?? "?"),
    });
    return undefined;
  };
  const result = build({ transformations: [note] });
  await Promise.all([...made.keys()].map((one) => settled(one.urn)));
  const resources = [...made.values()].map((one): Recorded => {
    const registered = sent.get(`${one.type} ${one.name}`);
    assert.ok(registered, `${one.type} ${one.name} was registered`);
    return { ...one, ...registered };
  });
  assert.equal(sent.size, resources.length, "types and names are unique");
  const find = (type: string, name: string): Recorded => {
    const found = resources.find((one) => one.type === type && one.name === name);
    assert.ok(found, `there is a ${type} ${name}`);
    return found;
  };
  return { resources, find, result };
}

/** The value of an output that is known. */
export function settled<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply((value) => resolve(value));
  });
}

/** A provider's reference is `<urn>::<id>`; a MeshCluster's provider has the cluster's name. */
function clusterOf(provider: string | undefined): string | undefined {
  return provider?.split("::").at(-2);
}

const signature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

export function isSecret(value: unknown): value is { readonly value: unknown } {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Record<string, unknown>)[signature] === secretMark
  );
}

/** A value without the wrappers around its secret parts. */
export function unwrap(value: unknown): unknown {
  if (isSecret(value)) {
    return unwrap(value.value);
  }
  if (Array.isArray(value)) {
    return value.map(unwrap);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unwrap(one)]))
    : value;
}

/** Every text in a value that is not in a secret's wrapper, with what it is the base64 of. */
export function plainTexts(value: unknown): string[] {
  if (typeof value === "string") {
    return [value, Buffer.from(value, "base64").toString("utf8")];
  }
  if (typeof value !== "object" || value === null || isSecret(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, one]) => [key, ...plainTexts(one)]);
}
