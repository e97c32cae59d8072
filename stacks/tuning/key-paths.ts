interface Definition {
  readonly innerType?: unknown;
  readonly options?: readonly unknown[];
  readonly shape?: Readonly<Record<string, unknown>>;
}

/** The paths of all fields of an object schema, such as `proxy.resources`, with those of its objects and of unions' members. */
export function keyPaths(schema: unknown): string[] {
  const { innerType, options = [], shape = {} } = (schema as { def: Definition }).def;
  return [
    ...(innerType === undefined ? [] : keyPaths(innerType)),
    ...options.flatMap(keyPaths),
    ...Object.entries(shape).flatMap(([key, field]) => [
      key,
      ...keyPaths(field).map((one) => `${key}.${one}`),
    ]),
  ];
}
