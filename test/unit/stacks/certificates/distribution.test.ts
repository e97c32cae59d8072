import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { awaitDistribution } from "../../../../stacks/certificates/distribution";
import type { Answers } from "../../../support/api-server";
import { type Authority, makeAuthority } from "../../../support/authorities";
import {
  answerOf,
  fingerprintOf,
  clustersOfTests,
  trustBundle,
  trustBundlePath,
} from "../../../support/cacerts";

describe("the wait until istiod hands roots out", () => {
  let a: Authority;
  let b: Authority;

  before(async () => {
    [a, b] = await Promise.all([makeAuthority({ name: "A" }), makeAuthority({ name: "B" })]);
  });
  const cluster = clustersOfTests();
  const handsOut = (...roots: readonly Authority[]): Answers => ({
    [trustBundlePath]: answerOf(trustBundle(roots.map(({ cert }) => cert))),
  });
  const bundle = (...roots: readonly Authority[]) => roots.map(({ cert }) => cert).join("");
  const message = (has: string) =>
    `istiod hands out other roots in cluster "east" than cacerts says, after 0 s: ${has}; look at the log of istiod for "cacerts"`;
  const title = (root: Authority, subject: string) =>
    `${subject}, SHA-256 ${fingerprintOf(root.cert)}`;

  it("is over at once where it does", async () => {
    const { api, access } = await cluster(handsOut(a, b));
    await awaitDistribution("east", access, bundle(a, b), 0);
    assert.deepEqual(api.requests, [{ path: trustBundlePath, authorization: "Bearer canary" }]);
  });

  it("is over for the same certificates, however they are written", async () => {
    const { access } = await cluster(handsOut(a, b));
    const spelled = [a, b].map(({ cert }) => `# a root\n${cert.trim()}\n\n`).join("");
    await awaitDistribution("east", access, spelled, 0);
  });

  it("is over when it has taken the new ones up", async () => {
    const answers: Answers = {};
    const { api, access } = await cluster(answers);
    const waiting = awaitDistribution("east", access, bundle(a, b), 15);
    for (const [asked, next] of [
      [1, handsOut(a)],
      [2, handsOut(a, b)],
    ] as const) {
      while (api.requests.length < asked) {
        await setTimeout(10);
      }
      Object.assign(answers, next);
    }
    await waiting;
    assert.equal(api.requests.length, 3);
  });

  it("ends after its time with what it hands out", async () => {
    const { access } = await cluster(handsOut(a));
    await assert.rejects(awaitDistribution("east", access, bundle(a, b), 0), {
      message: message(title(a, "CN=A")),
    });
  });

  it("ends where there are more roots than there should be", async () => {
    const { access } = await cluster(handsOut(a, b));
    await assert.rejects(awaitDistribution("east", access, bundle(b), 0), {
      message: message(`${title(a, "CN=A")}; ${title(b, "CN=B")}`),
    });
  });

  it("ends where they have another order: istiod takes up pieces only", async () => {
    const { access } = await cluster(handsOut(b, a));
    await assert.rejects(awaitDistribution("east", access, bundle(a, b), 0), {
      message: message(`${title(b, "CN=B")}; ${title(a, "CN=A")}`),
    });
  });

  it("ends where it hands out none", async () => {
    const { access } = await cluster();
    await assert.rejects(awaitDistribution("east", access, bundle(a), 0), {
      message: message("none"),
    });
  });
});
