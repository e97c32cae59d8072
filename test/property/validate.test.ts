import assert from "node:assert/strict";
import fc from "fast-check";
import { readKubeconfig } from "../../stacks/kubeconfig";
import { validate } from "../../stacks/validate";
import { rawConfig, twoNetworks } from "../support/meshes";

const keys = ["mesh", "clusters", "certificates", "eastWestGateway", "gateways"];
const anything = fc.oneof(
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.anything(),
  // What is nearly right gets further.
  fc.record({ name: fc.anything(), network: fc.anything(), kubeconfig: fc.anything() }),
  fc.array(
    fc.record(
      { name: fc.string(), network: fc.string(), primary: fc.string(), kubeconfig: fc.anything() },
      { requiredKeys: [] },
    ),
  ),
);

/** A validation either has a config or says why not, each problem with its place. */
function assertSound(raw: Readonly<Record<string, unknown>>): void {
  const { problems, config } = validate(raw, "istio-mesh:");
  assert.equal(config === undefined, problems.length > 0);
  for (const { path, message } of problems) {
    assert.ok(path.startsWith("istio-mesh:") && message.length > 0, `${path}: ${message}`);
  }
}

describe("for any config", function () {
  this.timeout(20_000);

  it("validation never throws, whatever its keys hold", () => {
    const key = fc.oneof(fc.constantFrom(...keys), fc.string());
    fc.assert(fc.property(fc.dictionary(key, anything), assertSound), { numRuns: 500 });
  });

  for (const key of keys) {
    it(`validation never throws, whatever ${key} holds in an otherwise valid one`, () => {
      fc.assert(
        fc.property(anything, (value) => assertSound(rawConfig(twoNetworks, { [key]: value }))),
        { numRuns: 300 },
      );
    });
  }

  it("a reference to an unknown cluster is a problem at that reference", () => {
    const names = twoNetworks.map(([name]) => name);
    const unknown = fc.string().filter((name) => !names.includes(name));
    fc.assert(
      fc.property(unknown, fc.nat(names.length - 1), (primary, at) => {
        const raw = rawConfig(twoNetworks);
        const clusters = (raw["clusters"] as object[]).map((one, index) =>
          index === at ? { ...one, primary } : one,
        );
        assert.deepEqual(validate({ ...raw, clusters }, "istio-mesh:").problems, [
          {
            path: `istio-mesh:clusters[${at}].primary`,
            message: `unknown cluster "${primary}", expected one of east, west`,
          },
        ]);
      }),
    );
  });
});

describe("for any text", function () {
  this.timeout(20_000);

  it("reading a kubeconfig never throws", () => {
    const entries = fc.array(
      fc.record({ name: fc.constant("a"), context: fc.anything(), user: fc.anything() }),
    );
    const nearly = fc
      .record({ kind: fc.constant("Config"), contexts: fc.oneof(entries, fc.anything()) })
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), nearly), (text) => {
        assert.ok("problem" in readKubeconfig(text, { context: "a" }));
      }),
      { numRuns: 500 },
    );
  });
});
