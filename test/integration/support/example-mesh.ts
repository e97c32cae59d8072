import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import { configPrefix, readStackFile } from "../../../stacks/stack-file";
import { Checkout } from "./checkout";
import { leftIn } from "./leftovers";
import { type MeshUnderTest, meshUnderTest } from "./mesh-under-test";
import { sandboxPolicies } from "../../../sandbox/policies";
import type { TrafficRow } from "../../../sandbox/traffic/report";
import { expectAllArrived, removeSamples } from "./traffic";

/** Brings up empty clusters for a stack file of the checkout, and makes the stack; converging is the caller's. */
export async function startMesh(checkout: Checkout, name: string): Promise<MeshUnderTest> {
  await checkout.sandbox("up", "--stack", name);
  const { clusters } = readStackFile(checkout.root, name);
  const names = clusters.map((one) => one.cluster.name);
  const mesh = meshUnderTest(checkout, name, names);
  await mesh.stack.init();
  return mesh;
}

/** An example that is changed a little. */
export interface Variation {
  /** What is different, after the example's name. */
  readonly title: string;
  /** Config keys that are added, without the project's prefix. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What is done between the clusters' start and the first `up`. */
  readonly prepare?: (mesh: MeshUnderTest) => Promise<void>;
}

/**
 * Tests of the mesh that an example declares: from empty clusters, with the proofs that every topology owes added, and
 * destroyed in the end.
 */
export function describeExample(
  example: string,
  tests: (mesh: () => MeshUnderTest) => void,
  { title, config = {}, prepare }: Variation = { title: "" },
): void {
  describe(`the example ${example} ${title}`.trim(), () => {
    let checkout: Checkout | undefined;
    let started: MeshUnderTest | undefined;
    const mesh = (): MeshUnderTest => {
      assert.ok(started, "the mesh was started");
      return started;
    };

    before("from empty", async () => {
      checkout = Checkout.create();
      const file = parseDocument(checkout.read(`stacks/examples/${example}.yaml`));
      for (const [key, value] of Object.entries(config)) {
        file.setIn(["config", `${configPrefix}${key}`], value);
      }
      checkout.write(`Pulumi.${example}.yaml`, file.toString());
      started = await startMesh(checkout, example);
      await prepare?.(started);
      await started.stack.up();
    });

    after("nothing runs on", async () => {
      await checkout?.sandbox("down");
      checkout?.remove();
    });

    it("every cluster answers every other by HTTP, gRPC and TCP, and knows who asks", async () => {
      const rows = JSON.parse(await mesh().checkout.sandbox("traffic", "--json")) as TrafficRow[];
      expectAllArrived(rows);
      assert.equal(rows.length, 3 * mesh().clusters.length ** 2);
      for (const { from, protocol, arrived, identities } of rows) {
        const account = `spiffe://cluster.local/ns/sandbox-traffic/sa/echo-${from}`;
        assert.deepEqual(identities, protocol === "tcp" ? {} : { [account]: arrived });
      }
    });

    it("breaks no policy that stops an update", async () => {
      await mesh().stack.succeeds("preview", ...sandboxPolicies);
    });

    tests(mesh);

    // Suites within a suite come after its own tests, in their order.
    describe("in the end", () => {
      it("a second up finds nothing to do, nor does a refresh", async () => {
        await mesh().stack.up("--expect-no-changes");
        await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
      });

      it("is destroyed without a trace on any cluster", async () => {
        await removeSamples(mesh());
        await mesh().stack.destroy();
        for (const cluster of mesh().clusters) {
          assert.deepEqual(await leftIn(cluster), [], cluster.name);
        }
      });
    });
  });
}
