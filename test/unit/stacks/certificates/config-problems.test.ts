import assert from "node:assert/strict";
import { type Place, rawConfig, remoteOnOneNetwork } from "../../../support/meshes";
import { problems } from "../../../support/problems";

const path = "istio-mesh:certificates";
const east: readonly Place[] = [["east"]];
/** The problems of a mesh with these certificates. */
const found = (certificates: object, places = east, version = "1.22.8") =>
  problems(rawConfig(places, { mesh: { id: "payments", version }, certificates }));
/** The same, where east's intermediate is this one. */
const withIntermediate = (intermediate: object, certificates: object = {}) =>
  found(certificates, [["east", undefined, { intermediate }]]);

const cert = { path: "cert.pem" };
const key = { secret: "key" };
const online = { upload: { cert, key } };
const offline = { upload: { cert } };
const intermediate = { upload: { cert, key } };
const rotating = (phase: string, root: object, to: object) => ({
  root: { name: "a", ...root },
  rotation: { to: { name: "b", ...to }, phase },
});

describe("the certificates of a config", () => {
  it("are the stack's by default, of any kind", () => {
    for (const root of [{}, { generate: {} }, online]) {
      assert.deepEqual(found({ root }), []);
    }
  });

  describe("that somebody else issues", () => {
    const unused = (what: string) =>
      `istio-mesh:${what}: nobody would use it, for ${path}.issuer is external; leave one of them out`;

    it("need nothing else", () => {
      assert.deepEqual(found({ issuer: "external", renewBeforeDays: 7 }), []);
    });

    for (const [field, value] of Object.entries({
      root: {},
      intermediates: { generation: 2 },
      rotation: { to: { name: "b" }, phase: "trustBoth" },
      abandon: ["a"],
      protect: false,
    })) {
      it(`have no ${field}`, () => {
        const expected = [unused(`certificates.${field}`)];
        assert.deepEqual(found({ issuer: "external", [field]: value }), expected);
      });
    }

    it("leave no cluster an intermediate of its own, neither primary nor remote", () => {
      const [primary, remote] = remoteOnOneNetwork;
      const places = [primary, remote].flatMap((one): Place[] =>
        one ? [[one[0], one[1], { ...one[2], intermediate: { generation: 2 } }]] : [],
      );
      assert.deepEqual(found({ issuer: "external" }, places), [
        unused("clusters[0].intermediate"),
        unused("clusters[1].intermediate"),
      ]);
    });

    it("are told all of it at once", () => {
      assert.deepEqual(
        found({ issuer: "external", protect: true, root: {} }).map((one) => one.split(": ")[0]),
        [`${path}.protect`, `${path}.root`],
      );
    });
  });

  describe("with a lifetime", () => {
    const limited = (days: number, limit: number, at: string) =>
      `${path}.intermediates.validityDays: ${days} is more than the ${limit} of ${path}.${at}, an intermediate must not outlive its root`;
    const lives = (validityDays: number) => ({ intermediates: { validityDays } });
    const generate = (validityDays: number) => ({ generate: { validityDays } });

    it("let no intermediate outlive a root that is made by defaults", () => {
      assert.deepEqual(found(lives(3651)), [limited(3651, 3650, "root")]);
      assert.deepEqual(found({ ...lives(3651), root: { generate: {} } }), [
        limited(3651, 3650, "root"),
      ]);
      assert.deepEqual(found(lives(3650)), []);
    });

    it("let no intermediate outlive the root to come, in any phase", () => {
      for (const phase of ["trustBoth", "signNew", "dropOld"]) {
        const certificates = rotating(phase, generate(100), generate(50));
        assert.deepEqual(found({ ...certificates, ...lives(80) }), [
          limited(80, 50, "rotation.to"),
        ]);
      }
    });

    it("say so of both roots", () => {
      const certificates = rotating("trustBoth", generate(10), generate(20));
      assert.deepEqual(found({ ...certificates, ...lives(21) }), [
        limited(21, 10, "root"),
        limited(21, 20, "rotation.to"),
      ]);
    });

    it("leave an uploaded root to the check of the upload", () => {
      assert.deepEqual(found({ ...lives(36500), root: online }), []);
    });
  });

  describe("with a rotation", () => {
    const certificates = rotating("trustBoth", {}, {});

    it("name the new root otherwise", () => {
      assert.deepEqual(found(rotating("trustBoth", { name: "x" }, { name: "x" })), [
        `${path}.rotation.to.name: "x" is the name of the root in force, give the new one another`,
      ]);
    });

    it("name it otherwise than by default", () => {
      assert.deepEqual(found({ rotation: { to: {}, phase: "trustBoth" } }), [
        `${path}.rotation.to.name: "root" is the name of the root in force, give the new one another`,
      ]);
    });

    for (const version of ["1.16.0", "1.19.10"]) {
      it(`need a newer istiod than ${version}`, () => {
        assert.deepEqual(found(certificates, east, version), [
          `${path}.rotation: istiod ${version} takes up no other root, expected mesh.version 1.20 or newer; upgrade first`,
        ]);
        assert.deepEqual(found({}, east, version), []);
      });
    }

    for (const version of ["1.20.0", "1.20-alpha.55f12a68b4f9", "1.23.6"]) {
      it(`are fine with istiod ${version}`, () => {
        assert.deepEqual(found(certificates, east, version), []);
      });
    }

    it("have no words about a version that is none, which others have", () => {
      assert.deepEqual(
        found(certificates, east, "latest").map((one) => one.split(": ")[0]),
        ["istio-mesh:mesh.version"],
      );
    });
  });

  describe("with an intermediate of a cluster's own", () => {
    const at = "istio-mesh:clusters[0].intermediate.upload";

    it("renew it alone", () => {
      assert.deepEqual(withIntermediate({ generation: 2 }), []);
    });

    it("are refused on a remote, generation or upload", () => {
      for (const own of [{ generation: 2 }, intermediate]) {
        const places: readonly Place[] = [
          ["east", "net"],
          ["edge", "net", { primary: "east", intermediate: own }],
        ];
        assert.deepEqual(found({}, places), [
          `istio-mesh:clusters[1].intermediate: "edge" is a remote, the istiod of its primary signs for it; give it to "east" or leave it out`,
        ]);
      }
    });

    it("are refused as an upload below a root that the stack makes", () => {
      assert.deepEqual(withIntermediate(intermediate), [
        `${at}: root "root" is made by the stack, which issues the intermediates itself; leave it out, or upload the root that issued it`,
      ]);
    });

    it("may be an upload below an uploaded root, with its key or without", () => {
      assert.deepEqual(withIntermediate(intermediate, { root: online }), []);
      assert.deepEqual(withIntermediate(intermediate, { root: offline }), []);
    });
  });
});
