import assert from "node:assert/strict";
import { isObject } from "../../../../stacks/tuning/json";
import { keyPaths } from "../../../../stacks/tuning/key-paths";
import { tuningSchema } from "../../../../stacks/tuning/schema";
import { everyKey } from "../../../support/tunings";

/** The paths of the same depth in a value: a record's names are not the schema's. */
function pathsIn(value: unknown, known: readonly string[], path: readonly string[] = []): string[] {
  return isObject(value) && !known.includes(path.join("."))
    ? Object.entries(value).flatMap(([key, one]) => pathsIn(one, known, [...path, key]))
    : [path.join(".")];
}

describe("the tuning that Istio's own code renders in a test", () => {
  it("has every key of the schema but overlays, so that none lands nowhere", () => {
    const all = keyPaths(tuningSchema);
    const known = all.filter(
      (path) => path !== "overlays" && !all.some((one) => one.startsWith(`${path}.`)),
    );
    assert.ok(known.includes("proxy.resources.limits.cpu"), "objects are gone into");
    assert.ok(known.includes("accessLog.format"), "unions are gone into");
    assert.deepEqual(pathsIn(everyKey, known).sort(), known.sort());
  });
});
