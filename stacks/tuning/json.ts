/** An object of plain data, as JSON has it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Puts one value over another: objects are merged deeply, lists and scalars replace, null removes what was said before.
 * The rule is that of a JSON merge patch: https://www.rfc-editor.org/rfc/rfc7396
 */
export function merge(below: unknown, above: unknown): unknown {
  return isObject(above) ? mergeObjects(isObject(below) ? below : {}, above) : above;
}

/** As {@link merge}, of two objects. */
export function mergeObjects(below: JsonObject, above: JsonObject): JsonObject {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    if (value === null) {
      merged.delete(key);
    } else {
      merged.set(key, merge(below[key], value));
    }
  }
  return Object.fromEntries(merged);
}

/** What stands at a place; undefined if nothing does. */
export function valueAt(root: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    root,
  );
}

/** The same without what stands at a place, and without the objects that are empty for it. */
export function without(root: JsonObject, [first, ...rest]: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(root).flatMap(([key, value]) => {
      if (key !== first) {
        return [[key, value]];
      }
      const left = isObject(value) ? without(value, rest) : value;
      const isGone = rest.length === 0 || (isObject(left) && Object.keys(left).length === 0);
      return isGone ? [] : [[key, left]];
    }),
  );
}

/** An object that holds nothing but a value at a place. */
export function nested(steps: readonly string[], value: unknown): JsonObject {
  return steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value) as JsonObject;
}
