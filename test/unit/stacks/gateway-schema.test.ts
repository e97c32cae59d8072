import assert from "node:assert/strict";
import { withKey } from "../../support/problems";

const eastWest = (fields: object) =>
  withKey("eastWestGateway", fields).map((one) => one.replace("istio-mesh:eastWestGateway.", ""));
const ingress = (fields: object) =>
  withKey("gateways", [{ name: "in", kind: "ingress", ...fields }]).map((one) =>
    one.replace("istio-mesh:gateways[0].", ""),
  );

describe("a source range", () => {
  const ranges = ["0.0.0.0/0", "10.0.0.0/8", "203.0.113.7/32", "2001:db8::/32", "::1/128"];
  for (const range of ranges) {
    it(`may be ${range}`, () => {
      assert.deepEqual(eastWest({ sourceRanges: [range] }), []);
      assert.deepEqual(ingress({ service: { sourceRanges: [range] } }), []);
    });
  }

  const wrong = [
    "10.0.0.0/99",
    "10.0.0.0/33",
    "999.0.0.0/8",
    "abc/8",
    "10.0.0/8",
    "2001:db8::/129",
    "2001:::/32",
    "10.0.0.0",
    "",
  ];
  for (const range of wrong) {
    it(`has an address, and no more bits than it: "${range}" is none`, () => {
      const message = `expected an address range such as 10.0.0.0/8, got "${range}"`;
      assert.deepEqual(eastWest({ sourceRanges: [range] }), [`sourceRanges[0]: ${message}`]);
      assert.deepEqual(ingress({ service: { sourceRanges: [range] } }), [
        `service.sourceRanges[0]: ${message}`,
      ]);
    });
  }
});

describe("an annotation of a gateway's Service", () => {
  const form =
    "no such key can be, expected an annotation's key, such as example.org/internal (a name of at most 63 of A-Z, a-z, 0-9, -, _ and ., and before it a domain and / if you like)";
  const pulumis =
    "no such key can be, those of pulumi.com/ tell Pulumi how to treat the object and are the stack's own; take it out";

  const keys = [
    "plain",
    "service.beta.kubernetes.io/aws-load-balancer-internal",
    "Example.org/A_b.c",
    "other-pulumi.com/x",
  ];
  for (const key of keys) {
    it(`may have the key ${key}, and any text`, () => {
      const given = { [key]: "anything, at all" };
      assert.deepEqual(eastWest({ serviceAnnotations: given }), []);
      assert.deepEqual(ingress({ service: { annotations: given } }), []);
    });
  }

  const wrong: readonly (readonly [key: string, message: string])[] = [
    ["a b", form],
    ["a/b/c", form],
    ["/a", form],
    ["-a", form],
    ["x".repeat(64), form],
    ["pulumi.com/skipAwait", pulumis],
    ["pulumi.com/patchForce", pulumis],
  ];
  for (const [key, message] of wrong) {
    it(`cannot have the key ${key}`, () => {
      const given = { [key]: "true" };
      assert.deepEqual(eastWest({ serviceAnnotations: given }), [
        `serviceAnnotations.${key}: ${message}`,
      ]);
      assert.deepEqual(ingress({ service: { annotations: given } }), [
        `service.annotations.${key}: ${message}`,
      ]);
    });
  }
});

describe("the labels of a gateway", () => {
  it("are one at least, or those of its kind", () => {
    assert.deepEqual(ingress({ labels: {} }), [
      "labels: expected one label at least, leave it out for that of its kind, got {}",
    ]);
    assert.deepEqual(ingress({}), []);
    assert.deepEqual(ingress({ labels: { istio: "internal" } }), []);
  });
});
