/** How a resource's inputs mark what is secret. */
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
