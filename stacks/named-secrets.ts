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

interface Lack {
  /** Whether the key is there, and empty. @default false */
  readonly isEmpty?: boolean;
  /** Where people have it, as a shell takes it. @default FILE */
  readonly file?: string;
}

/** What to do about a key that holds no secret. From a file, for shells remember what is typed, and all can see it. */
export function missingSecret(key: string, { isEmpty = false, file = "FILE" }: Lack = {}): string {
  const found = isEmpty ? "nothing is in" : "there is no";
  return `${found} config key "${key}", make it: pulumi config set --secret ${key} < ${file}`;
}
