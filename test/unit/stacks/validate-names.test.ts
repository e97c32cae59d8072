import assert from "node:assert/strict";
import { withMesh } from "../../support/problems";

describe("a mesh's names of images and identities", () => {
  for (const hub of [
    "docker.io/istio",
    "registry:5000/istio",
    "registry.example.org/a_b/c--d",
    "r:5000",
    "istio",
  ]) {
    it(`may begin with "${hub}", if they are images'`, () => {
      assert.deepEqual(withMesh({ hub }), []);
    });
  }

  for (const hub of [
    "",
    "https://r/istio",
    "r/istio/",
    "r/istio:1.22.8",
    "r/is tio",
    " r/istio",
    "r/Istio",
  ]) {
    it(`do not begin with "${hub}", if they are images'`, () => {
      assert.deepEqual(withMesh({ hub }), [
        `istio-mesh:mesh.hub: expected a registry and path such as registry.example.org/istio, without https://, tag or / at the end, got "${hub}"`,
      ]);
    });
  }

  for (const trustDomain of ["cluster.local", "prod_1.example-org"]) {
    it(`may have the trust domain "${trustDomain}"`, () => {
      assert.deepEqual(withMesh({ trustDomain }), []);
    });
  }

  for (const trustDomain of ["", "spiffe://example.org", "Example Org", "example.org/a"]) {
    it(`do not have the trust domain "${trustDomain}"`, () => {
      assert.deepEqual(withMesh({ trustDomain }), [
        `istio-mesh:mesh.trustDomain: expected a trust domain such as example.org (a-z, 0-9, ., - and _), without spiffe:// or a path, got "${trustDomain}"`,
      ]);
    });
  }
});
