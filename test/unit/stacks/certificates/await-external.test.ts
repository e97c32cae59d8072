import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { awaitExternal } from "../../../../stacks/certificates/external";
import type { Answers } from "../../../support/api-server";
import { type Authority, makeAuthority } from "../../../support/authorities";
import {
  answerOf,
  cacertsPath,
  istiodData,
  clustersOfTests,
  without,
} from "../../../support/cacerts";

describe("the wait for cacerts that somebody else writes", () => {
  let root: Authority;
  let own: Authority;

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    own = await makeAuthority({ name: "Own", issuer: root });
  });
  const cluster = clustersOfTests();
  const data = () => istiodData({ own, roots: [root.cert] });
  const fine = () => ({ certPem: own.cert, bundle: root.cert });

  it("is over at once where they are there", async () => {
    const { api, access } = await cluster({ [cacertsPath]: answerOf({ data: data() }) });
    assert.deepEqual(await awaitExternal("east", access, 0), fine());
    assert.deepEqual(api.requests, [{ path: cacertsPath, authorization: "Bearer canary" }]);
  });

  it("is over when they are complete", async () => {
    const answers: Answers = {};
    const { api, access } = await cluster(answers);
    const waiting = awaitExternal("east", access, 15);
    while (api.requests.length < 1) {
      await setTimeout(10);
    }
    const rest = without(data(), "ca-key.pem");
    answers[cacertsPath] = answerOf({ data: rest });
    while (api.requests.length < 2) {
      await setTimeout(10);
    }
    answers[cacertsPath] = answerOf({ data: data() });
    assert.deepEqual(await waiting, fine());
    assert.equal(api.requests.length, 3);
  });

  const next = "certificates.issuer is external, look at what is to write it";
  it("ends after its time with what they lack", async () => {
    const { access } = await cluster();
    await assert.rejects(awaitExternal("east", access, 0), {
      message: `istiod of east cannot start: after 0 s still there is no Secret cacerts in istio-system; ${next}`,
    });
    const rest = without(data(), "ca-key.pem");
    const other = await cluster({ [cacertsPath]: answerOf({ data: rest }) });
    await assert.rejects(awaitExternal("east", other.access, 0), {
      message: `istiod of east cannot start: after 0 s still cacerts lacks ca-key.pem; ${next}`,
    });
  });

  it("ends where they may not be read", async () => {
    const { api, access } = await cluster({ [cacertsPath]: { status: 403, body: "canary" } });
    await assert.rejects(awaitExternal("east", access, 60), {
      message: `${api.server} answers 403 when asked for istio-system/secrets/cacerts, give the kubeconfig's user the right to get it`,
    });
  });
});
