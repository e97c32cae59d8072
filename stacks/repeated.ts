/** One text of a list that stood in it before. */
export interface Repetition {
  readonly at: number;
  readonly text: string;
  /** Where it stands first. */
  readonly first: number;
}

/** The texts of a list that repeat an earlier one; other values are passed over. */
export function repeated(values: readonly unknown[]): Repetition[] {
  return values.flatMap((text, at) => {
    const first = values.indexOf(text);
    return typeof text === "string" && first < at ? [{ at, text, first }] : [];
  });
}
