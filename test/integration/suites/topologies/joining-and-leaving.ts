import assert from "node:assert/strict";
import { parseDocument, type YAMLSeq } from "yaml";
import { expectInjected, expectInSync, expectNoIstiod } from "../../support/expectations";
import { leftIn } from "../../support/leftovers";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { changes, type Step } from "../../support/stack";
import { removeSamples, sampleOf, underTraffic } from "../../support/traffic";

/** What the first remote of a primary asks of that primary, and of nobody else. */
const servingRemotes = [
  "create east-exposure-istiod-gateway",
  "create east-exposure-istiod-vs",
  "update east-control-plane",
  "update east-gateway-service",
  "update east-istiod-rollout",
];

/** East and west are primaries; edge comes and goes, as a remote of east and as a primary. */
export function joiningAndLeavingSuite(mesh: () => MeshUnderTest): void {
  describe("joining and leaving", () => {
    /** Those between whom no request may fail, whatever edge does. */
    const others = ["east", "west"];
    let stackFile = "";
    before(() => {
      stackFile = mesh().checkout.read(mesh().stack.file);
    });

    /** Converges with the list of clusters edited. */
    const upWith = (edit: (clusters: YAMLSeq) => void): Promise<readonly Step[]> => {
      const document = parseDocument(stackFile);
      edit(document.getIn(["config", "istio-mesh:clusters"]) as YAMLSeq);
      mesh().checkout.write(mesh().stack.file, document.toString());
      return mesh().stack.up();
    };
    const indexOfEdge = (clusters: YAMLSeq) =>
      (clusters.toJSON() as { name: string }[]).findIndex((one) => one.name === "edge");
    const withoutEdge = () => upWith((clusters) => void clusters.delete(indexOfEdge(clusters)));
    const withEdge = () => upWith(() => undefined);
    const withEdgeAsPrimary = () =>
      upWith((clusters) => void clusters.deleteIn([indexOfEdge(clusters), "primary"]));

    const edge = () => mesh().cluster("edge");
    const expectTwo = async () => {
      await expectInSync(mesh().cluster("east"), ["west"]);
      await expectInSync(mesh().cluster("west"), ["east"]);
      assert.deepEqual(await leftIn(edge()), []);
    };

    it("a remote that leaves is forgotten by every istiod first, and changes nothing else but what it alone needed", async () => {
      await removeSamples(mesh(), ["edge"]);
      const done = await underTraffic(mesh(), withoutEdge, others);
      const undone = servingRemotes.map((one) => one.replace("create", "delete"));
      assert.deepEqual(
        changesOfOthers(done),
        ["delete edge-into_east", "delete edge-into_west", ...undone].sort(),
      );
      assertForgottenFirst(done);
      await expectTwo();
    });

    it("a remote that joins adds its secrets, and what its primary needs to serve it", async () => {
      const done = await underTraffic(mesh(), withEdge, others);
      assert.deepEqual(
        changesOfOthers(done),
        ["create edge-into_east", "create edge-into_west", ...servingRemotes].sort(),
      );
      await expectInSync(mesh().cluster("east"), ["edge", "west"]);
      await expectInSync(mesh().cluster("west"), ["east", "edge"]);
      await sampleOf(mesh());
    });

    it("a remote becomes a primary in place: none of its objects is made twice or taken away", async () => {
      const done = await withEdgeAsPrimary();
      assert.deepEqual(
        done.filter(({ op }) => op.includes("replace")),
        [],
      );
      await expectInSync(edge(), ["east", "west"]);
      await expectInjected(
        edge(),
        edge(),
        { cluster: "edge", network: "net-edge", mesh: "three-networks" },
        [mesh().cluster("west")],
      );
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("a primary that leaves takes its secrets along first, and changes nothing else", async () => {
      await sampleOf(mesh());
      await removeSamples(mesh(), ["edge"]);
      const done = await underTraffic(mesh(), withoutEdge, others);
      assert.deepEqual(changesOfOthers(done), [
        "delete east-into_edge",
        "delete edge-into_east",
        "delete edge-into_west",
        "delete west-into_edge",
      ]);
      assertForgottenFirst(done);
      await expectTwo();
    });

    it("a primary that joins adds secrets, and changes nothing else", async () => {
      const done = await underTraffic(mesh(), withEdgeAsPrimary, others);
      assert.deepEqual(changesOfOthers(done), [
        "create east-into_edge",
        "create edge-into_east",
        "create edge-into_west",
        "create west-into_edge",
      ]);
      await sampleOf(mesh());
    });

    it("a primary becomes a remote in place, and keeps no istiod", async () => {
      const done = await withEdge();
      assert.deepEqual(
        done.filter(({ op }) => op.includes("replace")),
        [],
      );
      await expectNoIstiod(edge());
      await expectInSync(mesh().cluster("east"), ["edge", "west"]);
      await expectInjected(
        edge(),
        mesh().cluster("east"),
        { cluster: "edge", network: "net-edge", mesh: "three-networks" },
        [mesh().cluster("west")],
      );
    });
  });
}

/** What was done to anything but the objects of edge itself. */
function changesOfOthers(done: readonly Step[]): string[] {
  const own = /^\S+ edge(-(?!into_)|$)/;
  return changes(done).filter((one) => !own.test(one));
}

/** All secrets for edge were gone before the engine began with its gateway, its token or its control plane. */
function assertForgottenFirst(done: readonly Step[]): void {
  const deleted = (name: string) => {
    const found = done.filter((one) => one.op === "delete" && one.name === name);
    assert.notEqual(found.length, 0, `${name} was deleted`);
    return found;
  };
  const secrets = ["edge-into_east", "edge-into_west"].flatMap(deleted);
  const others = [
    "edge-gateway-deployment",
    "edge-gateway-service",
    "edge-reader",
    "edge-control-plane",
    "edge-operator:istio-operator/istio-operator",
    "edge-istio-system",
  ].flatMap(deleted);
  const last = Math.max(...secrets.map((one) => one.done));
  for (const other of others) {
    assert.ok(last < other.began, `${other.name} went before the last secret`);
  }
}
