import assert from "node:assert/strict";
import { changes, recordMesh } from "../../support/mesh-recording";
import type { Recorded } from "../../support/mocks";
import { type Place, remoteOnTwoNetworks, twoNetworks } from "../../support/meshes";
import { unwrap } from "../../support/secrets";

const chart = "kubernetes:helm.sh/v4:Chart";
const tagType = "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration";
const webhookPatch = "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfigurationPatch";
const patch = "kubernetes:apps/v1:DeploymentPatch";
const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
const charts = { path: "charts/{version}" };
const upgrade = { version: "1.23.4", revision: "1-23-4" };

const record = (other: object = {}, places: readonly Place[] = twoNetworks) =>
  recordMesh(places, { config: { mesh, charts, ...other } });

/** What is found of a kind on a cluster, by name. */
async function named(type: string, cluster: string, other: object = {}): Promise<string[]> {
  const { resources } = await record(other);
  return resources
    .filter((one) => one.type === type && one.cluster === cluster)
    .map((one) => one.name);
}

describe("a mesh that Helm installs", function () {
  this.timeout(10_000);

  it("has Istio's two charts on a primary, the base first, and nothing of the operator", async () => {
    const { find, resources } = await record();
    const base = find(chart, "east-base");
    assert.deepEqual(unwrap(base.inputs["values"]), { defaultRevision: "default" });
    assert.equal(base.inputs["chart"], "charts/1.22.8/base");
    assert.equal(base.inputs["name"], "istio-base");
    const istiod = find(chart, "east-istiod");
    assert.equal(istiod.inputs["chart"], "charts/1.22.8/istiod");
    assert.equal(istiod.inputs["name"], "istiod");
    assert.equal(istiod.cluster, "east");
    assert.ok(istiod.dependsOn.includes("east-base"));
    assert.ok(istiod.dependsOn.includes("east-intermediate-ca-cacerts"), istiod.dependsOn.join());
    assert.deepEqual(
      resources.filter(({ type, name }) => /IstioOperator/.test(type) || /operator/.test(name)),
      [],
    );
  });

  it("has the chart of a repository by name and version", async () => {
    const { find } = await record({ charts: { repository: "https://charts.example.org" } });
    const { inputs } = find(chart, "west-istiod");
    assert.deepEqual(
      [inputs["chart"], inputs["version"], inputs["repositoryOpts"]],
      ["istiod", "1.22.8", { repo: "https://charts.example.org" }],
    );
  });

  it("knows when istiod is rolled out, then has the tag call it, then gateways injected", async () => {
    const { find } = await record();
    const rollout = find(patch, "east-istiod-rollout");
    assert.deepEqual(rollout.dependsOn, ["east-istiod"]);
    const { annotations } = rollout.inputs["metadata"] as { annotations: object };
    assert.deepEqual(Object.keys(annotations).sort(), ["istio-mesh/plan", "pulumi.com/patchForce"]);
    const tag = find(tagType, "east-revision-tag");
    assert.ok(tag.dependsOn.includes("east-istiod-rollout"));
    const webhooks = tag.inputs["webhooks"] as { clientConfig: { service: { name: string } } }[];
    assert.equal(webhooks.length, 4);
    assert.ok(webhooks.every((one) => one.clientConfig.service.name === "istiod"));
    const gateway = find("kubernetes:apps/v1:Deployment", "east-gateway-deployment");
    assert.ok(gateway.dependsOn.includes("east-revision-tag"));
  });

  it("has a remote's own chart, after its primary, and first the tag, which injects there, too", async () => {
    const { find } = await record({}, remoteOnTwoNetworks);
    const remote = find(chart, "edge-istiod-remote");
    assert.equal(remote.cluster, "edge");
    assert.equal(remote.inputs["chart"], "charts/1.22.8/istiod-remote");
    assert.ok(remote.dependsOn.includes("edge-revision-tag"));
    const values = unwrap(remote.inputs["values"]) as { global: Record<string, unknown> };
    assert.equal(values.global["externalIstiod"], true);
    assert.ok(values.global["remotePilotAddress"]);
    const tag = find(tagType, "edge-revision-tag");
    assert.equal(tag.cluster, "edge");
    const [webhook] = tag.inputs["webhooks"] as { clientConfig: object }[];
    assert.deepEqual(webhook?.clientConfig, {
      service: {
        name: "istiod",
        namespace: "istio-system",
        path: "/inject/cluster/edge/net/net-edge",
        port: 443,
      },
    });
    // Awaited, it would wait for the chart that waits for it.
    const { annotations } = tag.inputs["metadata"] as { annotations: object };
    assert.deepEqual(Object.keys(annotations).sort(), ["istio-mesh/plan", "pulumi.com/patchForce"]);
  });
});

describe("an upgrade by revision", function () {
  this.timeout(10_000);

  it("adds a control plane and leaves all that is there as it is, but the shared base", async () => {
    const [before, during] = [await record(), await record({ upgrade })];
    const changed = before.resources.filter(({ type, name, inputs }) => {
      const after = during.resources.find((one) => one.type === type && one.name === name);
      return JSON.stringify(inputs) !== JSON.stringify(after?.inputs);
    });
    assert.deepEqual(changed.map((one) => one.name).sort(), ["east-base", "west-base"]);
    assert.deepEqual(
      during.resources
        .filter((one) => !before.resources.some((old) => old.urn === one.urn))
        .map((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}`)
        .sort(),
      ["east", "west"]
        .flatMap((name) => [
          `Chart ${name}-istiod-1-23-4`,
          `DeploymentPatch ${name}-istiod-rollout-1-23-4`,
          `IstioChart ${name}-istiod-1-23-4`,
          `IstiodRollout ${name}-istiod-rollout-1-23-4`,
        ])
        .sort(),
    );
  });

  it("comes to the clusters that it names", async () => {
    const some = { upgrade: { ...upgrade, clusters: ["west"] } };
    assert.deepEqual(await named(chart, "east", some), ["east-base", "east-istiod"]);
    assert.deepEqual(await named(chart, "west", some), [
      "west-base",
      "west-istiod",
      "west-istiod-1-23-4",
    ]);
  });

  it("moves default by one edit: its tag calls the new istiod, and gateways follow", async () => {
    const { find } = await record({ upgrade, tags: { default: "1-23-4" } });
    const tag = find(tagType, "east-revision-tag");
    const webhooks = tag.inputs["webhooks"] as { clientConfig: { service: { name: string } } }[];
    assert.ok(webhooks.every((one) => one.clientConfig.service.name === "istiod-1-23-4"));
    const { metadata } = tag.inputs as { metadata: { labels: Record<string, string> } };
    assert.equal(metadata.labels["istio.io/rev"], "1-23-4");
    // Else an operator that was there before prunes it when its IstioOperator goes.
    assert.equal(metadata.labels["install.operator.istio.io/owning-resource"], "unknown");
    const { spec } = find("kubernetes:apps/v1:Deployment", "east-gateway-deployment").inputs as {
      spec: { template: { metadata: { annotations: Record<string, string> } } };
    };
    assert.equal(spec.template.metadata.annotations["istio-mesh/istio-version"], "1.23.4");
    assert.equal(spec.template.metadata.annotations["istio-mesh/revision"], "1-23-4");
  });

  it("has a tag of its own beside default for whoever goes first", async () => {
    const { find } = await record({ upgrade, tags: { canary: "1-23-4" } });
    const canary = find(tagType, "east-revision-tag-canary");
    assert.equal((canary.inputs["webhooks"] as object[]).length, 2);
    assert.equal((canary.inputs["metadata"] as { name: string }).name, "istio-revision-tag-canary");
  });

  it("ends with an edit that takes the old control plane away and changes nothing else", async () => {
    const moved = await record({ upgrade, tags: { default: "1-23-4" } });
    const finished = await record({
      mesh: { ...mesh, version: "1.23.4", revision: "1-23-4" },
    });
    const gone = moved.resources.filter(
      (one) => !finished.resources.some((left) => left.urn === one.urn),
    );
    assert.deepEqual(gone.map((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}`).sort(), [
      "Chart east-istiod",
      "Chart west-istiod",
      "DeploymentPatch east-istiod-rollout",
      "DeploymentPatch west-istiod-rollout",
      "IstioChart east-istiod",
      "IstioChart west-istiod",
      "IstiodRollout east-istiod-rollout",
      "IstiodRollout west-istiod-rollout",
    ]);
    const changed = finished.resources.filter(({ urn, inputs }) => {
      const before = moved.resources.find((one) => one.urn === urn);
      return JSON.stringify(before?.inputs) !== JSON.stringify(inputs);
    });
    assert.deepEqual(
      changed.map((one) => one.name),
      [],
    );
  });
});

describe("an upgrade by revision of a mesh with a remote", function () {
  this.timeout(10_000);

  const during = (other: object) => record({ upgrade, ...other }, remoteOnTwoNetworks);
  const ofEdge = (resources: readonly Recorded[]) =>
    resources.filter((one) => one.cluster === "edge");
  const shortly = (resources: readonly Recorded[]) =>
    resources.map((one) => `${one.type.split(":").at(-1) ?? ""} ${one.name}`).sort();

  it("adds what leads the remote to the new istiod, and leaves all that is there", async () => {
    const before = await record({}, remoteOnTwoNetworks);
    const { added, changed, removed } = changes(before.resources, (await during({})).resources);
    assert.deepEqual(
      added.filter((one) => one.startsWith("edge:")),
      [
        "edge: admissionregistration.k8s.io/v1:MutatingWebhookConfigurationPatch edge-injection-1-23-4",
        "edge: helm.sh/v4:Chart edge-istiod-remote-1-23-4",
      ],
    );
    assert.deepEqual(removed, []);
    // East's gateway tells the two apart.
    assert.deepEqual(changed, [
      "east: helm.sh/v4:Chart east-base",
      "east: networking.istio.io/v1beta1:VirtualService east-exposure-istiod-vs",
    ]);
  });

  it("waits until the new webhook can be called", async () => {
    const { find } = await during({});
    const webhook = find(webhookPatch, "edge-injection-1-23-4");
    const { name } = webhook.inputs["metadata"] as { name: string };
    assert.equal(name, "istio-sidecar-injector-1-23-4");
    assert.ok(webhook.dependsOn.includes("edge-istiod-remote-1-23-4"));
    const remote = find(chart, "edge-istiod-remote-1-23-4");
    assert.equal(remote.inputs["chart"], "charts/1.23.4/istiod-remote");
    assert.equal(remote.inputs["name"], "istiod-remote-1-23-4");
    assert.ok(remote.dependsOn.includes("east-istiod-rollout-1-23-4"));
    assert.ok(remote.dependsOn.includes("east-exposure-istiod-vs"));
  });

  it("moves the remote by the same edit of a tag as its primary", async () => {
    const tags = { default: "1-23-4", canary: "1-23-4" };
    const { find } = await during({ tags });
    for (const name of ["edge-revision-tag", "edge-revision-tag-canary"]) {
      const [webhook] = find(tagType, name).inputs["webhooks"] as {
        clientConfig: { service: { name: string; path: string } };
      }[];
      const { service } = webhook?.clientConfig ?? {};
      assert.equal(service?.name, "istiod-1-23-4");
      assert.equal(service.path, "/inject/cluster/edge/net/net-edge");
    }
    const { spec } = find("kubernetes:apps/v1:Deployment", "edge-gateway-deployment").inputs as {
      spec: { template: { metadata: { annotations: Record<string, string> } } };
    };
    assert.equal(spec.template.metadata.annotations["istio-mesh/revision"], "1-23-4");
  });

  it("ends with an edit that takes away what led to the old istiod", async () => {
    const moved = await during({ tags: { default: "1-23-4" } });
    const finished = await record(
      { mesh: { ...mesh, version: "1.23.4", revision: "1-23-4" } },
      remoteOnTwoNetworks,
    );
    const gone = ofEdge(moved.resources).filter(
      (one) => !finished.resources.some((left) => left.urn === one.urn),
    );
    assert.deepEqual(shortly(gone), [
      "Chart edge-istiod-remote",
      "MutatingWebhookConfigurationPatch edge-injection",
    ]);
    const { changed } = changes(moved.resources, finished.resources);
    assert.deepEqual(changed, [
      "east: networking.istio.io/v1beta1:VirtualService east-exposure-istiod-vs",
    ]);
  });
});
