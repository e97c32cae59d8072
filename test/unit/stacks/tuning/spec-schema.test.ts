import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import schema from "../../../../stacks/tuning/istio-operator-spec.json";

describe("what Istio's definitions say of a spec", () => {
  it("is of the Istio that the sandbox runs; after a change of the pin run: npm run spec-schema", () => {
    const pin = path.resolve(__dirname, "../../../../toolchain/pins/istio/go.mod");
    const goMod = fs.readFileSync(pin, "utf8");
    const pinned = (module: string) =>
      new RegExp(`${module} v\\S+`).exec(goMod)?.[0] ?? assert.fail(`no pin of ${module}`);
    assert.equal(schema.source, `${pinned("istio.io/api")}, ${pinned("istio.io/istio")}`);
    assert.match(schema.source, new RegExp(`istio.io/api v1\\.${schema.minor}\\.`));
  });

  it("has no field of a type that is not there", () => {
    const plain = "text,boolean,integer,number,duration,integer or text,object,open".split(",");
    const names = [...plain, ...Object.keys(schema.types)];
    const strange = Object.entries(schema.types).flatMap(([type, fields]) =>
      Object.entries(fields)
        .filter(([, one]) => {
          const inner = one.replace(/^[[{](.*)[\]}]$/, "$1");
          return !names.includes(inner) && !/^=\w+(\|\w+)*$/.test(inner);
        })
        .map(([field]) => `${type}.${field}`),
    );
    assert.deepEqual(strange, []);
  });

  it("has the parts that overlays are checked by", () => {
    const { types } = schema;
    assert.equal(types["operator.IstioOperatorSpec"].values, "values.Values");
    assert.equal(types["values.PilotConfig"].topologySpreadConstraints, "[object]");
    assert.equal(
      types["values.GatewaysConfig"]["istio-ingressgateway"],
      "values.IngressGatewayConfig",
    );
    assert.equal(types["mesh.ProxyConfig"].proxyMetadata, "{text}");
    assert.equal(types["operator.PodDisruptionBudgetSpec"].minAvailable, "integer or text");
  });
});
