import type { CheckFailure, InputTable, PropertyType } from "./definition";
import { isObject, unknown, type Plain, type PlainObject } from "./wire";

const noun = { string: "string", integer: "integer", boolean: "boolean" } as const;

function plural(type: PropertyType): string {
  switch (type.kind) {
    case "list":
    case "map":
      return `${type.kind}s of ${plural(type.of)}`;
    case "object":
      return "objects";
    default:
      return `${noun[type.kind]}s`;
  }
}

function expectation(type: PropertyType): string {
  switch (type.kind) {
    case "string":
      if (type.oneOf !== undefined) {
        return `one of ${type.oneOf.join(", ")}`;
      }
      return type.format?.name ?? "a string";
    case "integer":
      return type.min === undefined ? "an integer" : `an integer of at least ${type.min}`;
    case "boolean":
      return "true or false";
    case "list":
    case "map":
      return `a ${type.kind} of ${plural(type.of)}`;
    case "object":
      return `an object with any of ${Object.keys(type.properties).join(", ")}`;
  }
}

function shown(value: Plain, secret: boolean): string {
  // A key pasted into the wrong property must not end up in a log, whatever its type.
  if (secret) {
    return "a secret";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return isObject(value) ? "an object" : JSON.stringify(value);
}

function hasKind(type: PropertyType, value: Plain): boolean {
  switch (type.kind) {
    case "string":
      return (
        typeof value === "string" &&
        (type.oneOf?.includes(value) ?? true) &&
        (type.format?.test(value) ?? true)
      );
    case "integer":
      return Number.isSafeInteger(value) && Number(value) >= (type.min ?? -Infinity);
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "map":
    case "object":
      return isObject(value);
  }
}

function checkValue(
  path: string,
  type: PropertyType,
  value: Plain,
  secret: boolean,
): CheckFailure[] {
  if (value === unknown) {
    return [];
  }
  if (!hasKind(type, value)) {
    const reason = `got ${shown(value, secret)}, expected ${expectation(type)}`;
    return [{ property: path, reason }];
  }
  if (type.kind === "list" && Array.isArray(value)) {
    const items: readonly Plain[] = value;
    return items.flatMap((item, index) => checkValue(`${path}[${index}]`, type.of, item, secret));
  }
  if (type.kind === "map" && isObject(value)) {
    return Object.entries(value).flatMap(([key, entry]) =>
      checkValue(`${path}.${key}`, type.of, entry, secret),
    );
  }
  if (type.kind === "object" && isObject(value)) {
    return Object.entries(value).flatMap(([key, entry]) => {
      const property = type.properties[key];
      return property === undefined
        ? [unknownProperty(`${path}.${key}`, Object.keys(type.properties))]
        : checkValue(`${path}.${key}`, property, entry, secret);
    });
  }
  return [];
}

function unknownProperty(path: string, allowed: readonly string[]): CheckFailure {
  return { property: path, reason: `unknown property, expected one of ${allowed.join(", ")}` };
}

/**
 * Every reason to refuse the given inputs: properties the table does not have, required ones that are
 * missing, and values of the wrong type. An unknown value passes.
 */
export function checkInputs(
  table: InputTable,
  inputs: PlainObject,
  isSecret: (name: string) => boolean,
): CheckFailure[] {
  const surplus = Object.keys(inputs)
    .filter((name) => table[name] === undefined)
    .map((name) => unknownProperty(name, Object.keys(table)));
  const wrong = Object.entries(table).flatMap(([name, property]) => {
    const value = inputs[name];
    if (value !== undefined) {
      return checkValue(name, property.type, value, property.secret === true || isSecret(name));
    }
    const reason = `missing, expected ${expectation(property.type)}`;
    return property.required === true ? [{ property: name, reason }] : [];
  });
  return [...surplus, ...wrong];
}

/** Says a failure in one line, for errors outside of `check`. */
export function failureText(failure: CheckFailure): string {
  return `${failure.property}: ${failure.reason}`;
}
