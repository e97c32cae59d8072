import assert from "node:assert/strict";
import { mock } from "node:test";
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as state from "@pulumi/pulumi/runtime/state";
import { answer, type Surroundings } from "./answers";

/** One resource as it reached the engine. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** By what the engine knows it again: its type below those of its ancestors, and its name. */
  readonly urn: string;
  /** As sent: secrets are in their wrapper. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Name of the cluster whose provider it was given; undefined if it had none. */
  readonly cluster: string | undefined;
  /** Name of its parent. */
  readonly parent: string | undefined;
  /** Whether its deletion is refused, by itself or by an ancestor. */
  readonly protect: boolean;
  /** Outputs that are secret though no input that makes them is. */
  readonly secretOutputs: readonly string[];
  /** Names of what the state will say that it depends on, by its options or by its inputs. */
  readonly dependsOn: readonly string[];
  /** URNs of all that the engine deletes after it: those, its provider and its parent. */
  readonly outlivedBy: readonly string[];
  /** Whether it came only when what was held back had been let go. */
  readonly late: boolean;
}

export interface Recording<T> {
  /** In the order in which they reached the engine. */
  readonly resources: readonly Recorded[];
  /** The one resource of a type and a name. */
  readonly find: (type: string, name: string) => Recorded;
  readonly result: T;
  /** What it warned of. */
  readonly warnings: readonly string[];
}

export interface RecordOptions extends Surroundings {
  readonly preview?: boolean;
  /** Name of a resource, no component, that is made only when nothing else comes any more. */
  readonly hold?: string;
  /** Lets go what the program itself waits for; called when nothing comes any more. */
  readonly letGo?: () => void;
}

/** A registration, and when it came. */
interface Arrival {
  readonly request: RegisterResourceRequest;
  readonly late: boolean;
}

/** What the SDK knows of the engine; it does not say so in its types. */
interface Store {
  supportsTransforms: boolean;
}

/** How long nothing may come until nothing more is expected. */
const quietMs = 200;

/**
 * Runs a program against mocks, and returns when every resource that it made has been registered.
 * @param build makes a tree of resources; its root has to take the options
 */
export async function record<T>(
  build: (opts: pulumi.ComponentResourceOptions) => T,
  options: RecordOptions = {},
): Promise<Recording<T>> {
  const { hold } = options;
  const warnings: string[] = [];
  const warn = mock.method(pulumi.log, "warn", (message: string) => {
    warnings.push(message);
    return Promise.resolve();
  });
  try {
    const { arrivals } = await start(options);
    const made: pulumi.Resource[] = [];
    const note: pulumi.ResourceTransformation = ({ resource }) => {
      made.push(resource);
      return undefined;
    };
    const result = build({ transformations: [note] });
    await Promise.all(made.map((one) => settled(one.urn)));
    const resources = read(arrivals);
    const isHeld = ({ request }: Arrival) => request.getCustom() && request.getName() === hold;
    assert.equal([...arrivals.values()].some(isHeld), hold !== undefined, "what was held was made");
    assert.equal(
      resources.length,
      made.length,
      "what was made was registered, by a URN of its own",
    );
    const find = (type: string, name: string): Recorded => {
      const found = resources.find((one) => one.type === type && one.name === name);
      assert.ok(found, `there is a ${type} ${name}`);
      return found;
    };
    return { resources, find, warnings, result };
  } finally {
    warn.mock.restore();
  }
}

/** Sets the mocks, and listens to what reaches them. */
export async function start({ preview = false, hold, letGo, ...surroundings }: RecordOptions) {
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs }) => {
        const sent = inputs as Record<string, unknown>;
        // A preview knows nothing but the inputs, and no id.
        return preview
          ? { id: undefined, state: sent }
          : { id: `${name}-id`, state: await answer(type, name, sent, surroundings) };
      },
      call: (args) => args.inputs as Record<string, unknown>,
    },
    "istio-mesh",
    "test",
    preview,
  );
  // A mocked engine takes transforms for an old engine's lack; it never calls them.
  (state as unknown as { getStore(): Store }).getStore().supportsTransforms = true;
  return listen(hold, letGo);
}

/** Notes what reaches the mocks from now on, by URN; mocks themselves are told nothing of options and dependencies. */
function listen(hold: string | undefined, letGo: (() => void) | undefined) {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const register = monitor.registerResource.bind(monitor);
  const arrivals = new Map<string, Arrival>();
  let count = 0;
  let released = false;
  const quiet = async () => {
    for (let before = 0; count === 0 || before !== count;) {
      before = count;
      await setTimeout(quietMs);
    }
  };
  monitor.registerResource = async (
    request: RegisterResourceRequest,
    callback: (error: unknown, response?: RegisterResourceResponse) => void,
  ) => {
    count++;
    const late = released;
    if (request.getCustom() && request.getName() === hold) {
      await quiet();
      released = true;
    }
    await register(request, (error: unknown, response?: RegisterResourceResponse) => {
      arrivals.set(response?.getUrn() ?? "", { request, late });
      callback(error, response);
    });
  };
  if (letGo !== undefined) {
    void quiet().then(() => {
      released = true;
      letGo();
    });
  }
  return { arrivals, quiet };
}

/** What reached the mocks, in order. */
export function read(arrivals: ReadonlyMap<string, Arrival>): Recorded[] {
  const nameOf = (urn: string) => arrivals.get(urn)?.request.getName();
  // The mocks' own URNs know the parent's type only.
  const typesOf = (urn: string): string[] => {
    const request = arrivals.get(urn)?.request;
    return request === undefined ? [] : [...typesOf(request.getParent()), request.getType()];
  };
  const urnOf = (urn: string) => `${typesOf(urn).join("$")}::${nameOf(urn) ?? ""}`;
  return [...arrivals].map(([urn, { request, late }]): Recorded => {
    const object = request.getObject();
    assert.ok(object, `${urn} has inputs`);
    const parent = request.getParent();
    // A provider's reference is `<urn>::<id>`; a MeshCluster's provider has the cluster's name.
    const provider = request.getProvider().split("::").slice(0, -1).join("::");
    const dependencies = request.getDependenciesList();
    const stay = [...dependencies, parent, provider].filter((one) => arrivals.has(one));
    return {
      type: request.getType(),
      name: request.getName(),
      urn: urnOf(urn),
      inputs: pulumi.runtime.deserializeProperties(object),
      cluster: nameOf(provider),
      parent: nameOf(parent),
      protect: request.getProtect() ?? false,
      secretOutputs: request.getAdditionalsecretoutputsList(),
      dependsOn: dependencies.map((one) => nameOf(one) ?? "?").sort(),
      outlivedBy: stay.map(urnOf),
      late,
    };
  });
}

/** The value of an output that is known. */
export function settled<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply((value) => resolve(value));
  });
}
