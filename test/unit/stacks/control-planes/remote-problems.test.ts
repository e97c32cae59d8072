import assert from "node:assert/strict";
import { problems } from "../../../support/problems";
import { type Place, rawConfig, remoteOfOneOfTwo, twoNetworks } from "../../../support/meshes";

const helm = { id: "payments", version: "1.22.8", installer: "helm" };
const upgrade = { version: "1.23.4", revision: "1-23-4" };
const host = "istiod.example.org";
/** The remote edge is east's; west has none. */
const byName: readonly Place[] = remoteOfOneOfTwo.map(([name, network, other]) => [
  name,
  network,
  name === "east" ? { ...other, controlPlaneAddress: { host } } : other,
]);

function found(other: object, places: readonly Place[] = remoteOfOneOfTwo): string[] {
  return problems(rawConfig(places, { mesh: helm, ...other })).map((one) =>
    one.replaceAll("istio-mesh:", ""),
  );
}

describe("control planes with a revision", () => {
  const old = (version: string, path: string) =>
    `${path}: a remote of Istio ${version} finds no control plane with a revision, expected 1.21 or newer; change mesh.version to it first, which upgrades in place`;

  it("are found by remotes from 1.21 on", () => {
    const mesh = { ...helm, version: "1.20.3" };
    assert.deepEqual(found({ mesh: { ...mesh, revision: "a" } }), [old("1.20.3", "mesh.revision")]);
    assert.deepEqual(found({ mesh, upgrade: { version: "1.20.8", revision: "a" } }), [
      old("1.20.8", "upgrade.revision"),
    ]);
    assert.deepEqual(found({ mesh, upgrade: { version: "1.21.0", revision: "a" } }), []);
  });

  it("may be of any version where there are no remotes, or not on their primary", () => {
    const mesh = { ...helm, version: "1.20.3" };
    assert.deepEqual(found({ mesh: { ...mesh, revision: "a" } }, twoNetworks), []);
    const elsewhere = { version: "1.20.8", revision: "a", clusters: ["west"] };
    assert.deepEqual(found({ mesh, upgrade: elsewhere }), []);
  });

  it("stand beside each other on a remote only if they come by the same chart", () => {
    const mesh = { ...helm, version: "1.23.6" };
    const next = { version: "1.24.2", revision: "1-24-2" };
    assert.deepEqual(found({ mesh, upgrade: next }), [
      "upgrade.version: 1.23.6 and 1.24.2 make a remote from different charts, which cannot be beside each other, and edge is one; take it out of the config, up, and put it in again when the mesh has 1.24.2",
    ]);
    assert.deepEqual(found({ mesh, upgrade: next }, twoNetworks), []);
    assert.deepEqual(found({ mesh, upgrade: { ...next, clusters: ["west"] } }), []);
  });

  it("are one where remotes call their primary's by a name of its own", () => {
    assert.deepEqual(found({ upgrade }, byName), [
      `upgrade: remotes of "east" call it by the name ${host}, behind which there can be one control plane; take controlPlaneAddress from "east", or leave it out of upgrade.clusters and change mesh.version instead, which upgrades in place`,
    ]);
    assert.deepEqual(found({ upgrade: { ...upgrade, clusters: ["west"] } }, byName), []);
    assert.deepEqual(found({ mesh: { ...helm, revision: "a" } }, byName), []);
  });

  it("are one where another primary is on the network of one that serves remotes", () => {
    const places: readonly Place[] = [
      ["east", "net-a"],
      ["edge", "net-b", { primary: "east" }],
      ["west", "net-a"],
    ];
    assert.deepEqual(found({ upgrade }, places), [
      'upgrade: "east" serves remotes, and west on its network is a primary, too: beside each other their control planes would answer each other\'s remotes; leave "east" out of upgrade.clusters and change mesh.version instead, which upgrades in place',
    ]);
    assert.deepEqual(found({ upgrade: { ...upgrade, clusters: ["west"] } }, places), []);
  });

  it("are looked at only if their versions are any", () => {
    const [problem, ...others] = found({ upgrade: { ...upgrade, version: "1.15.0" } });
    assert.match(problem ?? "", /^upgrade\.version: 1\.15\.0 is too old/);
    assert.deepEqual(others, []);
  });
});
