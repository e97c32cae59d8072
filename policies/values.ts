/*
 * Ways into a value that nobody has checked. Reading one that a preview does not know yet throws, which `decided` knows.
 */

/** The value at a path; undefined where a part of it is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null
        ? (found as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

/** The text at a path; undefined if it is anything else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The number at a path; undefined if it is anything else. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** The items of the list at a path; none if it is anything else. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  // One by one, for each may be unknown.
  return Array.isArray(found)
    ? Array.from({ length: found.length }, (_, i) => found[i] as unknown)
    : [];
}

/** The texts of the list at a path. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((one) => typeof one === "string");
}

/** The fields of the object at a path; none if it is anything else. */
export function fieldsAt(
  value: unknown,
  ...path: readonly string[]
): Readonly<Record<string, unknown>> {
  const found = at(value, ...path);
  return typeof found === "object" && found !== null && !Array.isArray(found)
    ? (found as Readonly<Record<string, unknown>>)
    : {};
}

/** A value as messages have it. */
export function shown(value: unknown): string {
  return value === undefined || value === null ? "not set" : JSON.stringify(value);
}
