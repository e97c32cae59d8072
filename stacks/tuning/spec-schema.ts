/** What Istio's definitions say of an IstioOperator's spec; made by write-spec-schema.ts. */
export interface SpecSchema {
  /** The modules that it was made from, each with its version. */
  readonly source: string;
  /** The minor version of that Istio: a newer one may know more. */
  readonly minor: number;
  /**
   * By type, the type of each field: `text`, `boolean`, `integer`, `number`, `duration`, `integer or text`, `object` and
   * `open` (anything); `=A|B` is one of these names, `[T]` a list, `{T}` a map by text, else it is the name of a type.
   */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
