import { isObject } from "./json";
import specSchema from "./istio-operator-spec.json";
import { nearest } from "./nearest";
import type { SpecSchema } from "./spec-schema";

/** One thing that is wrong with a spec. */
export interface SpecProblem {
  /** From the spec on: `.values.pilot.resorces`. */
  readonly path: string;
  readonly message: string;
  /** A field that the definitions do not know: a newer Istio may. */
  readonly isUnknown: boolean;
}

const { types, minor }: SpecSchema = specSchema;

/** The minor version of the Istio by whose definitions specs are checked. */
export const checkedMinor = minor;

/**
 * What Istio would refuse in a part of an IstioOperator's spec, by its own definitions; null is right everywhere, it
 * removes. Fields that Istio passes on, such as Kubernetes' own objects, are not looked into.
 */
export function checkSpec(spec: unknown): SpecProblem[] {
  return checkAs(spec, "operator.IstioOperatorSpec");
}

/**
 * The same for a part of it, or for an object of Istio's.
 * @param type its name in Istio's definitions, without version: `mesh.MeshConfig.ExtensionProvider`
 */
export function checkAs(value: unknown, type: string): SpecProblem[] {
  return check(value, type, "");
}

function check(value: unknown, type: string, path: string): SpecProblem[] {
  if (value === null || type === "open") {
    return [];
  }
  const inner = type.slice(1, -1);
  if (type.startsWith("[")) {
    return Array.isArray(value)
      ? value.flatMap((one: unknown, at) => check(one, inner, `${path}[${at}]`))
      : [wrong(value, "a list", path)];
  }
  const fields = types[type];
  if (fields === undefined && !type.startsWith("{")) {
    const expected = expectation(value, type);
    return expected === undefined ? [] : [wrong(value, expected, path)];
  }
  if (!isObject(value)) {
    return [wrong(value, "an object", path)];
  }
  return Object.entries(value).flatMap(([key, one]) => {
    const at = `${path}.${key}`;
    if (fields === undefined) {
      return check(one, inner, at);
    }
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return field === undefined
      ? [unknownField(key, Object.keys(fields), at)]
      : check(one, field, at);
  });
}

const isInteger = (value: unknown) => Number.isInteger(value);
const isText = (value: unknown): value is string => typeof value === "string";
const durations = /^(?:0|(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/;

/** Each with what people are told that it has to be. Durations are Go's. */
const scalars: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  text: ["a text, in quotes", isText],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  integer: ["an integer", isInteger],
  number: ["a number", (value) => typeof value === "number"],
  duration: ["a duration such as 30s", (value) => isText(value) && durations.test(value)],
  "integer or text": ["an integer or a text", (value) => isInteger(value) || isText(value)],
  object: ["an object", isObject],
};

/** What was expected of a value that is not of its type; undefined if it is. */
function expectation(value: unknown, type: string): string | undefined {
  if (type.startsWith("=")) {
    const names = type.slice(1).split("|");
    return isText(value) && names.includes(value) ? undefined : `one of ${names.join(", ")}`;
  }
  const scalar = scalars[type];
  if (scalar === undefined) {
    throw new Error(`istio-operator-spec.json has no type "${type}"`);
  }
  const [expected, isRight] = scalar;
  return isRight(value) ? undefined : expected;
}

function wrong(value: unknown, expected: string, path: string): SpecProblem {
  const got = Array.isArray(value) ? "a list" : isObject(value) ? "an object" : shown(value);
  return { path, message: `expected ${expected}, got ${got}`, isUnknown: false };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** More names than these nobody reads. */
const readable = 20;

function unknownField(key: string, fields: readonly string[], path: string): SpecProblem {
  const meant = nearest(key, fields);
  const next =
    meant !== undefined
      ? `did you mean ${meant}`
      : fields.length <= readable
        ? `expected one of ${fields.join(", ")}`
        : `Istio 1.${checkedMinor} has none of that name here`;
  return { path, message: `unknown field, ${next}`, isUnknown: true };
}
