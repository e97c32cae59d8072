import assert from "node:assert/strict";
import {
  type CertificateOutputs,
  type CertificateRow,
  findCertificates,
  listCertificates,
} from "../../../cli/certificate-list";
import { east, edge, oldRoot, newRoot, now, west } from "./support/certificates";

const rotation: CertificateOutputs = {
  certificates: { roots: [oldRoot, newRoot] },
  clusters: { west, edge, east },
};

const list = (outputs: CertificateOutputs): CertificateRow[] => listCertificates(outputs, now);

describe("the list of certificates", () => {
  it("has the roots first and then the primaries' in the order of the outputs, each with all its fields", () => {
    assert.deepEqual(list(rotation), [
      {
        name: "root",
        kind: "root",
        use: "trusted",
        subject: "O=Istio, OU=dev, CN=Root CA",
        issuer: "O=Istio, OU=dev, CN=Root CA",
        fingerprint: "A0:A1:A2:A3:A4:A5:A6:A7:A8:A9",
        expires: "2030-01-11T00:00:00.000Z",
        daysLeft: 10,
        clusters: ["west", "edge", "east"],
      },
      {
        name: "next",
        kind: "root",
        use: "signs",
        subject: "O=Acme, OU=dev, CN=Root CA",
        issuer: "O=Acme, OU=dev, CN=Root CA",
        fingerprint: "B0:B1:B2:B3:B4:B5:B6:B7:B8:B9",
        expires: "2040-01-01T00:00:00.000Z",
        daysLeft: 3652,
        clusters: ["west", "edge", "east"],
      },
      {
        name: "west",
        kind: "intermediate",
        use: "signs",
        root: "root",
        subject: "O=Istio, L=west, CN=Intermediate CA",
        issuer: "O=Istio, OU=dev, CN=Root CA",
        fingerprint: "C0:C1:C2:C3:C4:C5:C6:C7:C8:C9",
        expires: "2029-12-31T23:59:59.000Z",
        daysLeft: -1,
        clusters: ["west"],
      },
      {
        name: "east",
        kind: "intermediate",
        use: "signs",
        root: "next",
        subject: "O=Istio, L=east, CN=Intermediate CA",
        issuer: "O=Acme, OU=dev, CN=Root CA",
        fingerprint: "D0:D1:D2:D3:D4:D5:D6:D7:D8:D9",
        expires: "2031-01-01T12:00:00.000Z",
        daysLeft: 365,
        clusters: ["east", "edge"],
      },
    ]);
  });

  it("counts whole days from now, not from the last up, and below zero from the first moment on", () => {
    const daysAt = (expires: string) =>
      list({ certificates: { roots: [{ ...oldRoot, expires }] }, clusters: {} })[0]?.daysLeft;
    assert.equal(daysAt("2030-01-02T23:59:59Z"), 1);
    assert.equal(daysAt("2030-01-01T00:00:00Z"), 0);
    assert.equal(daysAt("2029-12-31T23:59:59Z"), -1);
    assert.equal(daysAt("2029-12-30T00:00:00Z"), -2);
  });

  it("gives a root that nobody trusts no cluster", () => {
    const roots = [{ ...oldRoot, trusted: false }];
    const [root] = list({ certificates: { roots }, clusters: { west, edge } });
    assert.deepEqual([root?.use, root?.clusters], ["unused", []]);
  });

  it("has the intermediates alone where somebody else issues, and none while there are none", () => {
    const names = (clusters: CertificateOutputs["clusters"]) =>
      list({ certificates: { roots: [] }, clusters }).map((row) => row.name);
    assert.deepEqual(names({ west, edge, east }), ["west", "east"]);
    assert.deepEqual(names({ west: {}, edge }), []);
  });
});

describe("a pattern", () => {
  const found = (pattern: string | undefined, outputs = rotation): string[] =>
    findCertificates(list(outputs), pattern).map((row) => row.name);

  it("finds a name although letters are missing, and a better fit before it", () => {
    assert.deepEqual(found("est", { certificates: { roots: [] }, clusters: { east } }), ["east"]);
    assert.deepEqual(found("est"), ["west", "root", "next", "east"]);
    assert.deepEqual(found("WST"), ["west", "root", "next"]);
  });

  it("finds whose cluster it is after whose name it is", () => {
    assert.deepEqual(found("east"), ["east", "root", "next"]);
    assert.deepEqual(found("edge"), ["east", "root", "next"]);
    const alone = { certificates: { roots: [oldRoot] }, clusters: { east } };
    assert.deepEqual(found("east", alone), ["east", "root"]);
  });

  it("finds kind, use and subject, in any order; equals stay in the list's order", () => {
    assert.deepEqual(found("intermediate"), ["west", "east"]);
    assert.deepEqual(found("signs root"), ["next"]);
    assert.deepEqual(found("acme"), ["next"]);
  });

  it("that is not given or empty finds all, in the list's order", () => {
    assert.deepEqual(found(undefined), ["root", "next", "west", "east"]);
    assert.deepEqual(found(" "), ["root", "next", "west", "east"]);
  });

  it("has no limit to what it finds", () => {
    const clusters = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`west-${index}`, west]),
    );
    assert.equal(found("west", { certificates: { roots: [] }, clusters }).length, 40);
  });

  it("that fits nothing is an error with the names that there are", () => {
    assert.throws(() => found("mars"), {
      message: 'no certificate fits "mars", there is root, next, west, east',
    });
    assert.throws(() => found("mars", { certificates: { roots: [] }, clusters: {} }), {
      message: 'no certificate fits "mars", there is none',
    });
  });
});
