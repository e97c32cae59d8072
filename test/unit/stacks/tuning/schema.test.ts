import assert from "node:assert/strict";
import { isObject } from "../../../../stacks/tuning/json";
import { tuningSchema } from "../../../../stacks/tuning/schema";
import { everyKey } from "../../../support/tunings";

interface Definition {
  readonly innerType?: unknown;
  readonly options?: readonly unknown[];
  readonly shape?: Readonly<Record<string, unknown>>;
}

/** The paths of a schema's fields that are no objects of fields themselves; of a union, those of all its members. */
function keysOf(schema: unknown, path: string): string[] {
  const { innerType, options, shape } = (schema as { def: Definition }).def;
  if (innerType !== undefined) {
    return keysOf(innerType, path);
  }
  if (shape !== undefined) {
    return Object.entries(shape).flatMap(([key, one]) => keysOf(one, `${path}.${key}`));
  }
  const inner = (options ?? []).flatMap((one) => keysOf(one, path)).filter((one) => one !== path);
  return inner.length > 0 ? inner : [path];
}

/** The paths of the same depth in a value: a record's names are not the schema's. */
function pathsIn(value: unknown, path: string, known: readonly string[]): string[] {
  return isObject(value) && !known.includes(path)
    ? Object.entries(value).flatMap(([key, one]) => pathsIn(one, `${path}.${key}`, known))
    : [path];
}

describe("the tuning that Istio's own code renders in a test", () => {
  it("has every key of the schema but overlays, so that none lands nowhere", () => {
    const known = keysOf(tuningSchema, "").filter((one) => one !== ".overlays");
    assert.ok(known.includes(".proxy.resources.limits.cpu"), "objects are gone into");
    assert.ok(known.includes(".accessLog.format"), "unions are gone into");
    assert.deepEqual(pathsIn(everyKey, "", known).sort(), known.sort());
  });
});
