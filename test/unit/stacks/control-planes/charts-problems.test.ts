import assert from "node:assert/strict";
import { problems } from "../../../support/problems";
import { rawConfig, twoNetworks } from "../../../support/meshes";

const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
const upgrade = { version: "1.23.4", revision: "1-23-4" };

/** Problems of a mesh installed by Helm, without the project's prefix. */
function found(other: object): string[] {
  return problems(rawConfig(twoNetworks, { mesh, ...other })).map((one) =>
    one.replaceAll("istio-mesh:", ""),
  );
}

describe("the charts of a config", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const digests = { "1.22.8": { base: digest, istiod: digest } };

  for (const charts of [
    { repository: "https://charts.example.org/istio" },
    { repository: "oci://registry.example.org/istio", digests },
    { path: "charts/{version}", digests },
  ]) {
    it(`may be ${JSON.stringify(charts).slice(0, 60)}`, () => {
      assert.deepEqual(found({ charts }), []);
    });
  }

  it("are refused where they come by neither", () => {
    assert.deepEqual(found({ charts: { repository: "http://charts.example.org" } }), [
      'charts.repository: expected a URL that begins with https:// or oci://, got "http://charts.example.org"',
    ]);
  });

  for (const url of [
    "https://charts.example.org/istio/base",
    "oci://registry.example.org/istio/istiod/",
    "oci://registry.example.org/istiod-remote",
  ]) {
    it(`are refused as one of them, as in ${url}`, () => {
      assert.deepEqual(found({ charts: { repository: url } }), [
        `charts.repository: expected the folder above the charts, got "${url}"`,
      ]);
    });
  }

  it("are not the same for two versions", () => {
    const of = (path: string, other: object = {}) => found({ charts: { path, ...other }, upgrade });
    assert.deepEqual(of("charts"), [
      'charts.path: "charts" would be the charts of 1.22.8 and of 1.23.4; put {version} where the Istio version stands in the path, such as charts/{version}',
    ]);
    assert.deepEqual(of("charts/{version}"), []);
    assert.deepEqual(of("charts", { digests }), []);
    const same = { ...upgrade, version: "1.22.8" };
    assert.deepEqual(found({ charts: { path: "charts" }, upgrade: same }), []);
  });

  it("have digests of charts that there are", () => {
    const charts = { path: "p", digests: { "1.22.8": { gateway: digest } } };
    assert.deepEqual(found({ charts }), [
      "charts.digests.1.22.8.gateway: unknown key, expected one of base, istiod, istiod-remote",
    ]);
  });

  it("are refused with a digest that is none", () => {
    assert.deepEqual(found({ charts: { path: "p", digests: { "1.22.8": { base: "md5:1" } } } }), [
      'charts.digests.1.22.8.base: expected sha256: and 64 hexadecimal digits in lower case, got "md5:1"',
    ]);
  });
});
