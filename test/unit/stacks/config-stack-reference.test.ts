import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { loadConfig } from "../../../stacks/config";
import { type ApiServer, startApiServer } from "../../support/api-server";
import { configure, loadProblems, useStackMocks } from "../../support/loading";
import { base64, kubeconfigText } from "../../support/meshes";
import { settled } from "../../support/mocks";

const stack = "org/eks/edge";

describe("a kubeconfig from another stack", () => {
  let api: ApiServer;
  let text: string;

  before(async () => {
    api = await startApiServer(200);
    const cluster = { server: api.server, "certificate-authority-data": base64(api.ca) };
    text = kubeconfigText({ name: "edge", cluster });
  });
  after(() => api.close());
  beforeEach(() => configure([{ stack, output: "kubeconfig" }]));
  afterEach(() => pulumi.runtime.setAllConfig({}));

  for (const [kind, wrap] of [
    ["a text", (one: string): unknown => one],
    ["an object", (one: string): unknown => parse(one)],
  ] as const) {
    it(`may be ${kind}`, async () => {
      await useStackMocks({ [stack]: { kubeconfig: wrap(text) } });
      const { kubeconfigs } = await loadConfig();
      const kubeconfig = kubeconfigs.get("c0") ?? assert.fail("there is none");
      assert.equal(await pulumi.isSecret(kubeconfig), true);
      assert.match(await settled(kubeconfig), /"current-context":"edge"/);
    });
  }

  it("is checked like any other", async () => {
    await useStackMocks({ [stack]: { kubeconfig: "canary" } });
    assert.deepEqual(await loadProblems(), [
      `istio-mesh:clusters[0].kubeconfig: output "kubeconfig" of stack "${stack}" is no kubeconfig, expected YAML with "kind: Config"`,
    ]);
  });

  it("has to be there when the stack is changed", async () => {
    await useStackMocks({ [stack]: { other: "x" } });
    assert.deepEqual(await loadProblems(), [
      `istio-mesh:clusters[0].kubeconfig: stack "${stack}" has no output "kubeconfig"`,
    ]);
  });

  it("is unknown in a preview as long as that stack has yet to make it", async () => {
    await useStackMocks({ [stack]: {} }, { preview: true });
    const { kubeconfigs } = await loadConfig();
    const kubeconfig = kubeconfigs.get("c0") ?? assert.fail("there is none");
    assert.equal(await pulumi.isSecret(kubeconfig), true);
    const known = (kubeconfig as unknown as { isKnown: Promise<boolean> }).isKnown;
    assert.equal(await known, false);
  });
});
