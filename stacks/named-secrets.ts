/** A place that names a key of the stack's config as `{ secret: KEY }`. */
export interface NamedSecret {
  readonly path: string;
  readonly key: string;
}

/** All of them in a value, wherever they stand. @param path of the value */
export function namedSecrets(value: unknown, path: string): NamedSecret[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([step, one]: [string, unknown]) =>
    step === "secret" && typeof one === "string"
      ? [{ path, key: one }]
      : namedSecrets(one, Array.isArray(value) ? `${path}[${step}]` : `${path}.${step}`),
  );
}
