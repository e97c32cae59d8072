import assert from "node:assert/strict";
import { ISTIO_VERSION, PREVIOUS_ISTIO_VERSION } from "../../../../toolchain/releases";
import { eventually } from "../../support/clusters";
import {
  controlPlanesOf,
  expectInjectedBy,
  restartSamples,
  synced,
  whileSynced,
} from "../../support/control-planes";
import { editStack } from "../../support/edit-stack";
import { identities, wouldBeInjectedBy } from "../../support/identities";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { changes } from "../../support/stack";
import { underTraffic } from "../../support/traffic";

/** The namespace that is the first to follow, on one cluster. */
export const triedNamespace = "shop";
const revision = "next";
const upgrade = { version: ISTIO_VERSION, revision };

/** An upgrade by revision, with its rollback at each stage; traffic runs through all of it. */
export function revisionSuite(mesh: () => MeshUnderTest): void {
  const others: Readonly<Record<string, string>> = { east: "west", west: "east" };
  const everywhere = <T>(ask: (name: string) => Promise<T>) =>
    Promise.all(mesh().clusters.map((one) => ask(one.name)));
  const expectAll = (kind: "gateway" | "echo", by: string) => expectInjectedBy(mesh(), kind, by);
  const expectSynced = async (...deployments: readonly string[]) => {
    for (const cluster of mesh().clusters) {
      const other = others[cluster.name] ?? "";
      const expected = Object.fromEntries(deployments.map((one) => [one, [`${other} synced`]]));
      await eventually(
        `istiods of ${cluster.name}`,
        () => synced(cluster),
        (found) => JSON.stringify(found, Object.keys(found).sort()) === JSON.stringify(expected),
      );
    }
  };

  /** Converges under traffic, and while these istiods have the other cluster in sync. */
  const converge = (...deployments: readonly string[]) =>
    underTraffic(mesh(), () => whileSynced(mesh(), deployments, () => mesh().stack.up()));
  const both = ["istiod", `istiod-${revision}`];

  describe("an upgrade by revision", () => {
    it("begins on the clusters that it names", async () => {
      editStack(mesh(), [["upgrade"], { ...upgrade, clusters: ["east"] }]);
      await converge("istiod");
      assert.deepEqual(await everywhere((name) => controlPlanesOf(mesh().cluster(name))), [
        { default: PREVIOUS_ISTIO_VERSION, [revision]: ISTIO_VERSION },
        { default: PREVIOUS_ISTIO_VERSION },
      ]);
    });

    it("puts the new control plane beside the old one, which goes on: no pod changes", async () => {
      const before = await everywhere((name) => identities(mesh().cluster(name)));
      editStack(mesh(), [["upgrade"], upgrade]);
      await converge("istiod");
      for (const cluster of mesh().clusters) {
        assert.deepEqual(await controlPlanesOf(cluster), {
          default: PREVIOUS_ISTIO_VERSION,
          [revision]: ISTIO_VERSION,
        });
      }
      await expectSynced("istiod", `istiod-${revision}`);
      await expectAll("echo", "default");
      await expectAll("gateway", "default");
      assert.deepEqual(await everywhere((name) => identities(mesh().cluster(name))), before);
    });

    it("is rolled back there by taking the edit back", async () => {
      editStack(mesh(), [["upgrade"], undefined]);
      await converge("istiod");
      await expectSynced("istiod");
    });

    it("is tried in one namespace, by a tag of its own", async () => {
      const { core } = mesh().cluster("east");
      await core.createNamespace({ body: { metadata: { name: triedNamespace } } });
      editStack(
        mesh(),
        [["upgrade"], upgrade],
        [["tags"], { canary: revision }],
        [["namespaces"], [{ name: triedNamespace, clusters: ["east"], injection: "canary" }]],
      );
      await converge("istiod");
      assert.equal(await wouldBeInjectedBy(mesh().cluster("east"), triedNamespace), revision);
      await expectAll("echo", "default");
      editStack(mesh(), [["tags"], undefined], [["namespaces"], undefined]);
    });

    it("moves the gateways, and each workload at its next restart, by one edit of a tag", async () => {
      editStack(mesh(), [["tags"], { default: revision }]);
      const done = await converge(...both);
      const changed = (name: string) => [
        `update ${name}-base:istiod-default-validator`,
        `update ${name}-gateway-deployment`,
        ...(name === "east" ? ["update east-public-deployment"] : []),
        `update ${name}-revision-tag`,
      ];
      assert.deepEqual(changes(done), [
        `delete east-injection_${triedNamespace}`,
        "delete east-revision-tag-canary",
        "delete west-revision-tag-canary",
        ...changed("east"),
        ...changed("west"),
      ]);
      await expectAll("gateway", revision);
      await expectAll("echo", "default");
      await expectSynced("istiod", `istiod-${revision}`);
      await restartSamples(mesh());
      await expectAll("echo", revision);
    });

    it("does not let the new one go while somebody uses it", async () => {
      editStack(mesh(), [["tags"], undefined], [["upgrade"], undefined]);
      const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
      assert.notEqual(code, 0);
      assert.match(
        stdout + stderr,
        /control plane "next" of cluster "east" would go, but still serves .*sandbox-traffic\/echo-/,
      );
      editStack(mesh(), [["upgrade"], upgrade], [["tags"], { default: revision }]);
    });

    it("is rolled back there by taking the edit back: gateways at once, workloads at their next restart", async () => {
      editStack(mesh(), [["tags"], undefined]);
      await converge(...both);
      await expectAll("gateway", "default");
      await restartSamples(mesh());
      await expectAll("echo", "default");
      await expectSynced("istiod", `istiod-${revision}`);
    });

    it("ends when the old control plane goes; a preview refuses that while somebody uses it", async () => {
      editStack(mesh(), [["tags"], { default: revision }]);
      await converge(...both);
      editStack(
        mesh(),
        [["mesh", "version"], ISTIO_VERSION],
        [["mesh", "revision"], revision],
        [["upgrade"], undefined],
        [["tags"], undefined],
      );
      const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
      assert.notEqual(code, 0);
      assert.match(
        stdout + stderr,
        /istio-mesh:mesh\.revision: control plane "default" of cluster "east" would go, but still serves sandbox-traffic\/echo-/,
      );
      await restartSamples(mesh());
      await converge(`istiod-${revision}`);
      for (const cluster of mesh().clusters) {
        assert.deepEqual(await controlPlanesOf(cluster), { [revision]: ISTIO_VERSION });
      }
      await expectSynced(`istiod-${revision}`);
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("is rolled back even there: the edit put back brings the old control plane back", async () => {
      editStack(
        mesh(),
        [["mesh", "version"], PREVIOUS_ISTIO_VERSION],
        [["mesh", "revision"], undefined],
        [["upgrade"], upgrade],
        [["tags"], { default: revision }],
      );
      await converge(`istiod-${revision}`);
      await expectSynced(...both);
      await expectAll("gateway", revision);
      await expectAll("echo", revision);
    });
  });
}
