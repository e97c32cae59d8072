import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";

const protectedNames = async (config: Readonly<Record<string, unknown>> = {}) => {
  const { resources } = await recordMesh(remoteOfOneOfTwo, { config });
  return resources.filter(({ protect }) => protect).map(({ name }) => name);
};

describe("a mesh's root", function () {
  this.timeout(10_000);

  it("is protected from deletion, its key and its certificate and nothing else", async () => {
    assert.deepEqual(await protectedNames(), ["payments-root-ca-key", "payments-root-ca"]);
  });

  it("is not protected where the config says so", async () => {
    assert.deepEqual(await protectedNames({ certificates: { protect: false } }), []);
  });

  it("and the intermediates live as long as the config says", async () => {
    const root = { generate: { algorithm: "RSA", validityDays: 20 } };
    const certificates = { root, intermediates: { algorithm: "RSA", validityDays: 10 } };
    const { find } = await recordMesh(remoteOfOneOfTwo, { config: { certificates } });
    const made = find("tls:index/selfSignedCert:SelfSignedCert", "payments-root-ca");
    assert.equal(made.inputs["validityPeriodHours"], 480);
    for (const name of ["east-intermediate-ca-root-1-1", "west-intermediate-ca-root-1-1"]) {
      const { inputs } = find("tls:index/locallySignedCert:LocallySignedCert", name);
      assert.equal(inputs["validityPeriodHours"], 240);
      assert.equal(inputs["maxPathLength"], 0);
      const key = find("tls:index/privateKey:PrivateKey", `${name}-key`);
      assert.deepEqual(key.inputs, { algorithm: "RSA", rsaBits: 4096 });
    }
  });
});
