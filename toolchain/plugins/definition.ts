import type { Plain, PlainObject } from "./wire";

/** What a property may hold. */
export type PropertyType =
  | {
      readonly kind: "string";
      readonly oneOf?: readonly string[];
      /** A rule that no list can say; `name` completes "expected ...". */
      readonly format?: { readonly name: string; readonly test: (value: string) => boolean };
    }
  | { readonly kind: "integer"; readonly min?: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "list"; readonly of: PropertyType }
  | { readonly kind: "map"; readonly of: PropertyType }
  | { readonly kind: "object"; readonly properties: Readonly<Record<string, PropertyType>> };

/** One input of a resource or a function. In both packages every input is an output too. */
export interface InputProperty {
  readonly type: PropertyType;
  readonly required?: true;
  /** What `check` fills in; state that lacks the property is read as if it held this. */
  readonly default?: boolean | number | string;
  /** What a change asks for. @default "replace" */
  readonly onChange?: "replace" | "update";
  /** Its value is a secret even where the program did not say so. */
  readonly secret?: true;
  /** Never copied to the state; a change shows in the version property beside it. */
  readonly writeOnly?: true;
}

/** The inputs of a resource or a function by name. */
export type InputTable = Readonly<Record<string, InputProperty>>;

/** The outputs that are not inputs too, by name. */
export type OutputTable = Readonly<Record<string, { readonly secret?: true }>>;

type Value<T extends PropertyType> = T extends { kind: "string" }
  ? string
  : T extends { kind: "integer" }
    ? number
    : T extends { kind: "boolean" }
      ? boolean
      : T extends { kind: "list" | "map"; of: infer Of extends PropertyType }
        ? T["kind"] extends "list"
          ? readonly Value<Of>[]
          : Readonly<Record<string, Value<Of>>>
        : T extends { properties: infer Properties extends Record<string, PropertyType> }
          ? { readonly [Name in keyof Properties]?: Value<Properties[Name]> }
          : never;

/** The checked inputs of a table: those required or defaulted are there, the others may be. */
export type Values<Inputs extends InputTable> = {
  readonly [Name in keyof Inputs]: Inputs[Name] extends
    { required: true } | { default: boolean | number | string }
    ? Value<Inputs[Name]["type"]>
    : Value<Inputs[Name]["type"]> | undefined;
};

/** A reason to refuse a property. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

interface Created<Outputs extends OutputTable> {
  readonly id: string;
  readonly outputs: { readonly [Name in keyof Outputs]: Plain };
}

/** A resource class, as the provider serves it. */
export interface ResourceDefinition {
  readonly token: string;
  readonly inputs: InputTable;
  readonly outputs: OutputTable;
  /** Completes inputs whose default is the value of another one; runs before the defaults. */
  readonly complete?: (given: PlainObject) => PlainObject;
  /** Rules between properties. What is unknown in a preview is absent here. */
  readonly validate?: (inputs: PlainObject) => readonly CheckFailure[];
  /** Outputs that time alone changes, as they are now. */
  readonly refresh?: (state: PlainObject) => PlainObject;
  /** Outputs that time has changed so far that the resource must be replaced. */
  readonly outdated?: (state: PlainObject, inputs: PlainObject) => readonly string[];
  readonly create: (inputs: PlainObject) => Promise<Created<OutputTable>>;
}

/** A function, as the provider serves it. */
export interface FunctionDefinition {
  readonly token: string;
  readonly inputs: InputTable;
  readonly outputs: OutputTable;
  readonly call: (inputs: PlainObject) => Promise<PlainObject>;
}

/** A package: what one plugin serves. */
export interface PackageDefinition {
  readonly name: string;
  readonly resources: readonly ResourceDefinition[];
  readonly functions: readonly FunctionDefinition[];
}

/**
 * Makes a resource definition whose `create` sees its inputs with their types and must return every
 * output of the table.
 */
export function defineResource<const Inputs extends InputTable, const Outputs extends OutputTable>(
  definition: Omit<ResourceDefinition, "inputs" | "outputs" | "create"> & {
    readonly inputs: Inputs;
    readonly outputs: Outputs;
    readonly create: (inputs: Values<Inputs>) => Promise<Created<Outputs>>;
  },
): ResourceDefinition {
  // The provider calls create only with what passed the checks of this very table.
  return { ...definition, create: (inputs) => definition.create(inputs as Values<Inputs>) };
}

/** Makes a function definition whose `call` sees its inputs with their types. */
export function defineFunction<const Inputs extends InputTable, const Outputs extends OutputTable>(
  definition: Omit<FunctionDefinition, "inputs" | "outputs" | "call"> & {
    readonly inputs: Inputs;
    readonly outputs: Outputs;
    readonly call: (inputs: Values<Inputs>) => Promise<{ readonly [Name in keyof Outputs]: Plain }>;
  },
): FunctionDefinition {
  return { ...definition, call: (inputs) => definition.call(inputs as Values<Inputs>) };
}
