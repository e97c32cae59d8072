import { isDeepStrictEqual } from "node:util";
import { checkInputs, failureText } from "./check";
import type {
  CheckFailure,
  FunctionDefinition,
  InputTable,
  PackageDefinition,
  ResourceDefinition,
} from "./definition";
import {
  conceal,
  hasSecret,
  hasUnknown,
  revealAll,
  toWire,
  type PlainObject,
  type Wire,
  type WireObject,
} from "./wire";

/** What a diff says to the engine. */
export interface Diff {
  readonly changes: boolean;
  readonly replaces: string[];
}

/** A provider made of tables. It fits the `Provider` of @pulumi/pulumi, whose values are untyped. */
export interface TableProvider {
  readonly version: string;
  readonly schema: string;
  check(
    urn: string,
    olds: WireObject,
    news: WireObject,
  ): Promise<{ inputs: WireObject; failures: CheckFailure[] }>;
  diff(id: string, urn: string, olds: WireObject, news: WireObject): Promise<Diff>;
  create(urn: string, inputs: WireObject): Promise<{ id: string; outs: WireObject }>;
  read(id: string, urn: string, state?: WireObject): Promise<{ id: string; props: WireObject }>;
  update(
    id: string,
    urn: string,
    olds: WireObject,
    news: WireObject,
  ): Promise<{ outs: WireObject }>;
  delete(id: string, urn: string, state: WireObject): Promise<void>;
  invoke(
    token: string,
    inputs: WireObject,
  ): Promise<{ outputs: WireObject; failures: CheckFailure[] }>;
}

/** Serves the resources and functions of a package. */
export function createProvider(definition: PackageDefinition, version: string): TableProvider {
  const resource = (urn: string) => {
    // urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>
    const token = urn.split("::")[2]?.split("$").at(-1) ?? urn;
    return find(definition.resources, token, "resource type");
  };
  return {
    version,
    schema: JSON.stringify({ name: definition.name, version }),
    check: (urn, _olds, news) => Promise.resolve(check(resource(urn), news)),
    diff: (_id, urn, olds, news) => Promise.resolve(diff(resource(urn), olds, news)),
    create: (urn, inputs) => create(resource(urn), inputs),
    read: (id, urn, state = {}) => {
      if (Object.keys(state).length === 0) {
        const allowed = "expected a resource that this stack has created";
        return Promise.reject(
          new Error(`${urn}: import of id "${id}" is not supported, ${allowed}`),
        );
      }
      return Promise.resolve({ id, props: refreshed(resource(urn), state) });
    },
    update: (_id, urn, olds, news) => Promise.resolve({ outs: update(resource(urn), olds, news) }),
    // These resources exist in the state only.
    delete: () => Promise.resolve(),
    invoke: (token, inputs) => invoke(find(definition.functions, token, "function"), inputs),
  };
}

function find<T extends { token: string }>(all: readonly T[], token: string, what: string): T {
  const found = all.find((candidate) => candidate.token === token);
  if (found === undefined) {
    const allowed = all.map((candidate) => candidate.token).join(", ");
    throw new Error(`unknown ${what} "${token}", expected one of ${allowed}`);
  }
  return found;
}

function withDefaults(table: InputTable, given: PlainObject): PlainObject {
  const defaults = Object.entries(table)
    .filter(([name, property]) => property.default !== undefined && given[name] === undefined)
    .map(([name, property]) => [name, property.default] as const);
  return { ...given, ...Object.fromEntries(defaults) };
}

function known(inputs: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
}

function failuresOf(definition: ResourceDefinition, news: WireObject): CheckFailure[] {
  const given = revealAll(news);
  const failures = checkInputs(definition.inputs, given, (name) => isSecretIn(news, name));
  if (failures.length > 0) {
    return failures;
  }
  // A rule between properties waits until all it might look at has the right type.
  const missing = Object.keys(given).some((name) => hasUnknown(given[name]));
  return missing ? [] : [...(definition.validate?.(known(inputsOf(definition, given))) ?? [])];
}

function inputsOf(definition: ResourceDefinition, given: PlainObject): PlainObject {
  return withDefaults(definition.inputs, definition.complete?.(given) ?? given);
}

function isSecretIn(properties: WireObject, name: string): boolean {
  const value = properties[name];
  return value !== undefined && hasSecret(value);
}

function check(definition: ResourceDefinition, news: WireObject) {
  const given = revealAll(news);
  const inputs: Record<string, Wire> = {};
  for (const [name, value] of Object.entries(inputsOf(definition, given))) {
    // The engine's own spelling is kept where there is one: it carries what is secret deep inside.
    const wire = news[name] ?? toWire(value);
    inputs[name] = definition.inputs[name]?.secret === true ? conceal(wire) : wire;
  }
  return { inputs, failures: failuresOf(definition, news) };
}

function diff(definition: ResourceDefinition, olds: WireObject, news: WireObject): Diff {
  // State written by another version of a provider may lack what has a default: no reason to replace
  // a certificate authority.
  const state = withDefaults(definition.inputs, revealAll(olds));
  const inputs = withDefaults(definition.inputs, revealAll(news));
  const changed = Object.entries(definition.inputs)
    .filter(([, property]) => property.writeOnly !== true)
    .filter(([name]) => hasUnknown(inputs[name]) || !isDeepStrictEqual(state[name], inputs[name]));
  const outdated = definition.outdated?.(state, inputs) ?? [];
  const replaces = changed
    .filter(([, property]) => property.onChange !== "update")
    .map(([name]) => name);
  return {
    changes: changed.length > 0 || outdated.length > 0,
    replaces: [...replaces, ...outdated],
  };
}

async function create(definition: ResourceDefinition, inputs: WireObject) {
  const failures = failuresOf(definition, inputs);
  if (failures.length > 0) {
    throw new Error(failures.map(failureText).join("; "));
  }
  const given = revealAll(inputs);
  const unresolved = Object.keys(given).find((name) => hasUnknown(given[name]));
  if (unresolved !== undefined) {
    throw new Error(`${unresolved}: not known yet, expected a value`);
  }
  const { id, outputs } = await definition.create(inputsOf(definition, given));
  return { id, outs: { ...echoed(definition, inputs), ...computed(definition, outputs) } };
}

/** The inputs as outputs: secret where they came as secrets or the table says so. */
function echoed(definition: ResourceDefinition, inputs: WireObject): WireObject {
  const checked = check(definition, inputs).inputs;
  return Object.fromEntries(
    Object.entries(checked).filter(([name]) => definition.inputs[name]?.writeOnly !== true),
  );
}

function computed(definition: ResourceDefinition, outputs: PlainObject): WireObject {
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        const wire = toWire(value);
        return [name, definition.outputs[name]?.secret === true ? conceal(wire) : wire];
      }),
  );
}

function refreshed(definition: ResourceDefinition, state: WireObject): WireObject {
  const now = definition.refresh?.(revealAll(state)) ?? {};
  const kept = Object.entries(state).map(([name, value]) => {
    const secret = definition.inputs[name]?.secret ?? definition.outputs[name]?.secret;
    return [name, secret === true ? conceal(value) : value] as const;
  });
  return { ...Object.fromEntries(kept), ...computed(definition, now) };
}

function update(definition: ResourceDefinition, olds: WireObject, news: WireObject): WireObject {
  const kept = Object.entries(olds).filter(([name]) => definition.outputs[name] !== undefined);
  return refreshed(definition, { ...Object.fromEntries(kept), ...echoed(definition, news) });
}

async function invoke(definition: FunctionDefinition, wire: WireObject) {
  const given = revealAll(wire);
  const failures = checkInputs(definition.inputs, given, (name) => isSecretIn(wire, name));
  if (failures.length > 0) {
    return { outputs: {}, failures };
  }
  const result = await definition.call(withDefaults(definition.inputs, given));
  const outputs: Record<string, Wire> = {};
  for (const [name, value] of Object.entries({ ...given, ...result })) {
    const secret = definition.inputs[name]?.secret ?? definition.outputs[name]?.secret;
    const plain = toWire(value);
    outputs[name] = secret === true || isSecretIn(wire, name) ? conceal(plain) : plain;
  }
  return { outputs, failures };
}
