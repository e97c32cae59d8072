import assert from "node:assert/strict";
import {
  authorityAnnotation,
  type LiveObject,
  lastChange,
  readCacerts,
  readTrustBundle,
} from "../../../../stacks/certificates/live";
import { type Authority, makeAuthority } from "../../../support/authorities";
import {
  fingerprintOf,
  istiodData,
  marked,
  tlsData,
  trustBundle,
  without,
} from "../../../support/cacerts";
import { base64 } from "../../../support/meshes";

describe("the cacerts of a cluster", () => {
  let root: Authority;
  let next: Authority;
  let middle: Authority;
  let own: Authority;

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    next = await makeAuthority({ name: "Next" });
    middle = await makeAuthority({ name: "Middle", issuer: root });
    own = await makeAuthority({ name: "Own", issuer: middle });
  });
  const identity = ({ cert }: Authority, subject: string) => ({
    fingerprint: fingerprintOf(cert),
    subject,
  });
  const parts = () => ({ own, between: [middle.cert], roots: [next.cert, root.cert] });

  for (const [form, data] of [
    ["istiod's own form", istiodData],
    ["the form of kubernetes.io/tls", tlsData],
  ] as const) {
    it(`say in ${form} whom they trust, in order, and who signs above those between`, () => {
      assert.deepEqual(readCacerts({ data: data(parts()) }), {
        trusts: [identity(next, "CN=Next"), identity(root, "CN=Root")],
        signer: identity(root, "CN=Root"),
        mark: undefined,
      });
    });
  }

  it("are none where the chain leads to no root that they trust, as istiod takes them for none", () => {
    assert.equal(readCacerts({ data: istiodData({ own, roots: [root.cert] }) }), undefined);
    assert.equal(readCacerts({ data: istiodData({ own: middle, roots: [next.cert] }) }), undefined);
  });

  it("may sign with the root itself", () => {
    const data = istiodData({ own: root, roots: [root.cert] });
    assert.deepEqual(readCacerts({ data })?.signer, identity(root, "CN=Root"));
  });

  it("are none where they are incomplete", () => {
    const data = without(istiodData(parts()), "ca-key.pem");
    assert.equal(readCacerts({ data }), undefined);
    assert.equal(readCacerts({}), undefined);
  });

  for (const key of ["ca-cert.pem", "cert-chain.pem", "root-cert.pem"]) {
    it(`are none where ${key} is broken`, () => {
      for (const broken of ["canary", "%%%", base64("-----BEGIN CERTIFICATE-----\n")]) {
        assert.equal(
          readCacerts({ data: { ...istiodData(parts()), [key]: broken } }),
          undefined,
          broken,
        );
      }
    });
  }

  it("have changed when one of their fields did last", () => {
    const managedFields = [
      { time: "2026-11-01T00:00:00Z" },
      { time: "2026-11-21T12:00:00Z" },
      {},
      { time: "2026-11-20T00:00:00Z" },
    ];
    const other = { metadata: { managedFields: [{ time: "2026-11-20T13:00:00Z" }] } };
    assert.deepEqual(
      lastChange([other, { metadata: { managedFields } }, undefined]),
      new Date("2026-11-21T12:00:00Z"),
    );
  });

  it("have changed nobody knows when, where the API server does not say", () => {
    for (const metadata of [{}, { managedFields: [] }, { managedFields: [{}] }]) {
      assert.equal(lastChange([{ metadata }, undefined]), undefined);
    }
  });

  describe("by their mark", () => {
    const one = { fingerprint: "AA", made: "uploaded" };
    const mark = (value: unknown) => readCacerts(marked(istiodData(parts()), value))?.mark;
    const text = (annotation: string) => {
      const annotations = { [authorityAnnotation]: annotation };
      return readCacerts({ metadata: { annotations }, data: istiodData(parts()) })?.mark;
    };

    it("name the roots that a stack put there", () => {
      assert.deepEqual(mark({ a: one, b: one }), { a: one, b: one });
    });

    it("are nobody's where there is none", () => {
      const other = { metadata: { annotations: { other: "{}" } }, data: istiodData(parts()) };
      assert.equal(readCacerts(other)?.mark, undefined);
    });

    for (const broken of ["", "{", "canary", '{"a":{"fingerprint":"AA"']) {
      it(`are nobody's where it is no JSON: ${JSON.stringify(broken)}`, () => {
        assert.equal(text(broken), undefined);
      });
    }

    for (const [rule, value] of [
      ["a text", "canary"],
      ["a number", 1],
      ["nothing", null],
      ["a list", [1, "x"]],
      ["entries of wrong types", { a: { fingerprint: 1, made: "x" }, b: { fingerprint: "AA" } }],
      ["entries that are texts", { a: "AA" }],
    ] as const) {
      it(`name no root where it is ${rule}`, () => assert.deepEqual(mark(value), {}));
    }

    for (const value of [{ root: null }, { root: undefined }, [null]]) {
      it(`never fail where an entry is null: ${JSON.stringify(value)}`, () => {
        assert.doesNotThrow(() => mark(value));
        assert.deepEqual(Object.keys(mark(value) ?? {}), []);
      });
    }

    it("name the roots that are whole, whatever stands beside", () => {
      assert.deepEqual(mark({ a: one, b: { fingerprint: 1, made: 2 } }), { a: one });
    });

    it("name the roots that are whole beside a null", () => {
      assert.deepEqual(mark({ a: one, b: null }), { a: one });
    });

    it("name no root by what every object has", () => {
      const found = text('{"__proto__":{"fingerprint":"AA","made":"uploaded"}}');
      assert.equal(found?.["a"], undefined);
      assert.equal(({} as LiveObject).data, undefined);
    });
  });
});

describe("the bundle that istiod hands out", () => {
  it("is its roots in order", async () => {
    const [one, other] = [
      await makeAuthority({ name: "One" }),
      await makeAuthority({ name: "Other" }),
    ];
    assert.deepEqual(readTrustBundle(trustBundle([one.cert, other.cert])), [
      { fingerprint: fingerprintOf(one.cert), subject: "CN=One" },
      { fingerprint: fingerprintOf(other.cert), subject: "CN=Other" },
    ]);
  });

  it("is none where there is no certificate in it", () => {
    for (const map of [{}, { data: {} }, trustBundle([]), trustBundle(["canary"])]) {
      assert.equal(readTrustBundle(map), undefined);
    }
  });
});
