import assert from "node:assert/strict";
import { imageVersion } from "../../../../stacks/versions/image-version";

describe("an image of Istio's", () => {
  for (const [image, version] of [
    ["docker.io/istio/pilot:1.22.8", "1.22.8"],
    ["registry.example:5000/istio/pilot:1.22.8-distroless", "1.22.8"],
    ["istio/proxyv2:1.22.8-debug", "1.22.8"],
    ["istio/pilot:1.22-alpha.55f12a68b4f9", "1.22-alpha.55f12a68b4f9"],
    ["registry.example:5000/pilot:1.22.8@sha256:0123", "1.22.8"],
    ["registry.example:5000/istio/pilot", ""],
    ["registry.example:5000/istio/pilot@sha256:0123", ""],
    ["istio/pilot:1.23.0-rc.1", "1.23.0-rc.1"],
    ["", ""],
  ] as const) {
    it(`is of version "${version}" if it is "${image}"`, () => {
      assert.equal(imageVersion(image), version);
    });
  }
});
