export interface Decided<T, R> {
  readonly found: readonly R[];
  /** Those of which nothing can be said before `up` knows their values. */
  readonly undecided: readonly T[];
}

/** What is said of each item, as far as a preview knows its values. */
export function decided<T, R>(
  items: readonly T[],
  of: (item: T) => R | readonly R[],
): Decided<T, R> {
  const found: R[] = [];
  const undecided: T[] = [];
  for (const item of items) {
    try {
      found.push(...([of(item)].flat() as R[]));
    } catch (error) {
      if (!isUnknownValue(error)) {
        throw error;
      }
      undecided.push(item);
    }
  }
  return { found, undecided };
}

/** What the SDK's view of a resource throws where a preview has no value; the class is not in its types. */
function isUnknownValue(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === "UnknownValueError";
}
