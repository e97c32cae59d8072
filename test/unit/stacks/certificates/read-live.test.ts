import assert from "node:assert/strict";
import { readLiveAuthority } from "../../../../stacks/certificates/read-live";
import { type Authority, makeAuthority } from "../../../support/authorities";
import {
  answerOf,
  cacertsPath,
  fingerprintOf,
  istiodData,
  clustersOfTests,
  trustBundle,
  trustBundlePath,
} from "../../../support/cacerts";

describe("what a cluster has for an authority", () => {
  let root: Authority;
  let own: Authority;

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    own = await makeAuthority({ name: "Own", issuer: root });
  });
  const cluster = clustersOfTests();

  it("is nothing on a cluster that is new to Istio", async () => {
    const { api, access } = await cluster();
    assert.deepEqual(await readLiveAuthority("east", access), {
      cluster: "east",
      cacerts: undefined,
      changed: undefined,
      distributed: undefined,
    });
    assert.deepEqual(api.requests.map((one) => one.path).sort(), [
      trustBundlePath,
      cacertsPath,
      "/api/v1/namespaces/kube-system/configmaps/istio-ca-root-cert",
    ]);
  });

  it("is its Secret and what its istiod hands out", async () => {
    const identity = { fingerprint: fingerprintOf(root.cert), subject: "CN=Root" };
    const { access } = await cluster({
      [cacertsPath]: answerOf({ data: istiodData({ own, roots: [root.cert] }) }),
      [trustBundlePath]: answerOf(trustBundle([root.cert])),
    });
    assert.deepEqual(await readLiveAuthority("east", access), {
      cluster: "east",
      cacerts: { trusts: [identity], signer: identity, mark: undefined },
      changed: undefined,
      distributed: [identity],
    });
  });

  it("is nothing where istiod could use none of it", async () => {
    const { access } = await cluster({
      [cacertsPath]: answerOf({ data: { "ca-cert.pem": "canary" } }),
      [trustBundlePath]: answerOf({}),
    });
    const { cacerts, distributed } = await readLiveAuthority("east", access);
    assert.deepEqual([cacerts, distributed], [undefined, undefined]);
  });

  for (const [path, name] of [
    [cacertsPath, "istio-system/secrets/cacerts"],
    [trustBundlePath, "istio-system/configmaps/istio-ca-root-cert"],
  ] as const) {
    for (const status of [401, 403, 500]) {
      it(`cannot be told where the API server answers ${status} for ${name}`, async () => {
        const { api, access } = await cluster({ [path]: { status, body: "canary" } });
        await assert.rejects(readLiveAuthority("east", access), {
          message: `${api.server} answers ${status} when asked for ${name}${status === 403 ? ", give the kubeconfig's user the right to get it" : ""}`,
        });
      });
    }

    for (const body of ["canary", "", "{", "null"]) {
      it(`cannot be told where ${JSON.stringify(body)} stands for ${name}`, async () => {
        const { api, access } = await cluster({ [path]: { status: 200, body } });
        await assert.rejects(readLiveAuthority("east", access), {
          message: `${api.server} answers with something else than JSON, check that it is an API server`,
        });
      });
    }
  }
});
