import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { pathToRoot } from "../../../../stacks/certificates/chain";
import { type Authority, makeAuthority } from "../../../support/authorities";

const x509 = ({ cert }: Authority) => new X509Certificate(cert);

describe("the path from a certificate to its root", () => {
  let root: Authority;
  let middle: Authority;
  let own: Authority;

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    middle = await makeAuthority({ name: "Middle", issuer: root });
    own = await makeAuthority({ name: "Own", issuer: middle });
  });
  const path = (from: Authority, chain: readonly Authority[], roots: readonly Authority[]) =>
    pathToRoot(x509(from), chain.map(x509), roots.map(x509))?.map(({ subject }) => subject);

  it("leads over those between, whatever their order and whatever else is there", async () => {
    const other = await makeAuthority({ name: "Other", issuer: root });
    const expected = ["CN=Own", "CN=Middle", "CN=Root"];
    assert.deepEqual(path(own, [root, other, middle, own], [root]), expected);
    assert.deepEqual(path(own, [middle], [root]), expected);
  });

  it("leads to the root that has signed, among several", async () => {
    const older = await makeAuthority({ name: "Older" });
    assert.deepEqual(path(middle, [], [older, root]), ["CN=Middle", "CN=Root"]);
  });

  it("is the root alone from the root itself", () => {
    assert.deepEqual(path(root, [root], [root]), ["CN=Root"]);
  });

  it("is none where one between is missing", () => {
    assert.equal(path(own, [], [root]), undefined);
  });

  it("is none to a root that only has the name", async () => {
    const namesake = await makeAuthority({ name: "Root" });
    assert.equal(path(middle, [], [namesake]), undefined);
    assert.deepEqual(path(middle, [], [namesake, root]), ["CN=Middle", "CN=Root"]);
  });

  it("does not go round between two that issued each other", async () => {
    const one = await makeAuthority({ name: "One" });
    const other = await makeAuthority({ name: "Other", issuer: one });
    const oneAgain = await makeAuthority({ name: "One", issuer: other, keys: one.keys });
    const below = await makeAuthority({ name: "Below", issuer: other });
    assert.equal(path(below, [other, oneAgain], [root]), undefined);
    assert.equal(path(other, [other, oneAgain], [root]), undefined);
    assert.equal(path(oneAgain, [oneAgain, other, oneAgain], [root]), undefined);
  });

  it("does not go round where one is twice in the chain", () => {
    assert.equal(path(own, [middle, middle, own, own], []), undefined);
  });

  it("goes on where a CA that another has signed as well leads astray", async () => {
    // Two certificates of one key and name: the first leads to a root that is not there.
    const gone = await makeAuthority({ name: "Gone" });
    const cross = await makeAuthority({ name: "Middle", issuer: gone, keys: middle.keys });
    const expected = ["CN=Own", "CN=Middle", "CN=Root"];
    assert.deepEqual(path(own, [middle, cross], [root]), expected);
    assert.deepEqual(path(own, [cross, middle], [root]), expected);
  });
});
