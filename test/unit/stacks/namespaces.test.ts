import assert from "node:assert/strict";
import { planNamespaces } from "../../../stacks/namespaces/plan";
import { problems } from "../../support/problems";
import { type Place, rawConfig, remoteOfOneOfTwo, twoNetworks } from "../../support/meshes";

const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
const upgrade = { version: "1.23.4", revision: "1-23-4" };

/** Problems of a config with these namespaces, without the project's prefix. */
function found(
  namespaces: readonly object[],
  other: object = {},
  places: readonly Place[] = twoNetworks,
): string[] {
  return problems(rawConfig(places, { mesh, namespaces, ...other })).map((one) =>
    one.replaceAll("istio-mesh:", ""),
  );
}

describe("the namespaces of a cluster", () => {
  it("ask for the tag default, for nothing, or for a revision or a tag, in Istio's words", () => {
    const namespaces = [
      { name: "web", injection: "1-23-4" },
      { name: "legacy", injection: "disabled" },
      { name: "payments", injection: "enabled" },
    ];
    assert.deepEqual(planNamespaces(namespaces, "east"), [
      { name: "legacy", injection: "disabled", labels: { "istio-injection": "disabled" } },
      { name: "payments", injection: "enabled", labels: { "istio-injection": "enabled" } },
      { name: "web", injection: "1-23-4", labels: { "istio.io/rev": "1-23-4" } },
    ]);
  });

  it("are those that name the cluster, or none", () => {
    const namespaces = [
      { name: "web", injection: "enabled", clusters: ["west"] },
      { name: "web", injection: "disabled", clusters: ["east"] },
      { name: "payments", injection: "enabled" },
    ];
    const names = (cluster: string) =>
      planNamespaces(namespaces, cluster).map((one) => [one.name, one.labels["istio-injection"]]);
    assert.deepEqual(names("east"), [
      ["payments", "enabled"],
      ["web", "disabled"],
    ]);
    assert.deepEqual(names("west"), [
      ["payments", "enabled"],
      ["web", "enabled"],
    ]);
  });
});

describe("the namespaces of a config", () => {
  it("are injected unless they say otherwise", () => {
    assert.deepEqual(found([{ name: "payments" }]), []);
  });

  it("follow what the config has", () => {
    const expected = "expected one of enabled, disabled, default";
    assert.deepEqual(found([{ name: "web", injection: "1-23-4" }]), [
      `namespaces[0].injection: unknown revision or tag "1-23-4", ${expected}`,
    ]);
    assert.deepEqual(found([{ name: "web", injection: "1-23-4" }], { upgrade }), []);
    const tags = { canary: "1-23-4" };
    assert.deepEqual(found([{ name: "web", injection: "canary" }], { upgrade, tags }), []);
    assert.deepEqual(found([{ name: "web", injection: "canry" }], { upgrade, tags }), [
      `namespaces[0].injection: unknown revision or tag "canry", ${expected}, 1-23-4, canary`,
    ]);
  });

  it("name a revision only where it is; a tag stands for something everywhere", () => {
    const some = { upgrade: { ...upgrade, clusters: ["east"] }, tags: { canary: "1-23-4" } };
    const web = { name: "web", injection: "1-23-4" };
    assert.deepEqual(found([web], some), [
      'namespaces[0].injection: "1-23-4" is not on west, where nothing would inject; name a tag, or the clusters of the upgrade',
    ]);
    assert.deepEqual(found([{ ...web, clusters: ["east"] }], some), []);
    assert.deepEqual(found([{ ...web, injection: "canary" }], some), []);
  });

  it("are on clusters that there are, each once on a cluster", () => {
    const web = { name: "web" };
    assert.deepEqual(found([{ ...web, clusters: ["est"] }]), [
      'namespaces[0].clusters[0]: unknown cluster "est", expected one of east, west',
    ]);
    assert.deepEqual(
      found([
        { ...web, clusters: ["east"] },
        { ...web, clusters: ["west"] },
      ]),
      [],
    );
    for (const [first, second] of [
      [{}, {}],
      [{ clusters: ["east"] }, {}],
      [{}, { clusters: ["east"] }],
      [{ clusters: ["east", "west"] }, { clusters: ["east"] }],
    ]) {
      assert.deepEqual(
        found([
          { ...web, ...first },
          { ...web, ...second },
        ]),
        [
          'namespaces[1].name: "web" stands at namespaces[0] for the same cluster already, give different clusters',
        ],
      );
    }
  });

  it("are people's own, not Kubernetes' or Istio's", () => {
    for (const name of ["kube-system", "kube-public", "istio-system", "istio-operator"]) {
      assert.deepEqual(found([{ name }]), [
        `namespaces[0].name: expected a namespace of your own, got "${name}"`,
      ]);
    }
    assert.deepEqual(found([{ name: "kubernetes-dashboard" }]), []);
  });

  it("are not those that the stack makes for gateways", () => {
    const gateways = [{ name: "public", kind: "ingress", namespace: "front" }];
    assert.deepEqual(found([{ name: "front" }, { name: "web" }], { gateways }), [
      'namespaces[0].name: "front" is made for gateways, which are injected in any case; leave it out',
    ]);
  });

  it("have the revisions of its primary on a remote", () => {
    const next = [{ name: "web", injection: "1-23-4" }];
    const on = (...clusters: string[]) =>
      found(next, { upgrade: { ...upgrade, clusters } }, remoteOfOneOfTwo);
    assert.deepEqual(on("east", "west"), []);
    assert.match(on("east").join(), /"1-23-4" is not on west, where nothing would inject/);
    assert.match(on("west").join(), /"1-23-4" is not on one of east, edge, where nothing/);
  });
});
