import assert from "node:assert/strict";
import { validate } from "../../stacks/validate";
import { oneCluster, type Place, rawConfig } from "./meshes";

/** The problems of a config, as the error prints them. */
export function problems(raw: Readonly<Record<string, unknown>>): string[] {
  return validate(raw, "istio-mesh:").problems.map(({ path, message }) => `${path}: ${message}`);
}

/** The warnings of a config, as they are printed. */
export function warnings(raw: Readonly<Record<string, unknown>>): string[] {
  return validate(raw, "istio-mesh:").warnings.map(({ path, message }) => `${path}: ${message}`);
}

/** The problems of a config that is fine but for one key. */
export function withKey(key: string, value: unknown): string[] {
  return problems(rawConfig(oneCluster, { [key]: value }));
}

/** The problems of a config that is fine but for some of the mesh's fields. */
export function withMesh(fields: object): string[] {
  return withKey("mesh", { id: "payments", version: "1.22.8", ...fields });
}

/** The problems of a config that is fine but for some fields of its only cluster. */
export function withCluster(fields: object): string[] {
  return withKey("clusters", [{ name: "east", kubeconfig: { path: "k" }, ...fields }]);
}

/** Tests, each of a rule about clusters: their config is fine otherwise, and the project's prefix is left out. */
export function rulesOfPlaces(
  cases: readonly (readonly [
    rule: string,
    places: readonly Place[],
    expected: readonly string[],
  ])[],
): void {
  for (const [rule, places, expected] of cases) {
    it(rule, () => {
      const found = problems(rawConfig(places)).map((one) => one.replace(/^istio-mesh:/, ""));
      assert.deepEqual(found, expected);
    });
  }
}
