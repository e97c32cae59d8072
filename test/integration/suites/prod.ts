import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import type { MeshUnderTest } from "../support/mesh-under-test";
import { TestStack } from "../support/stack";

interface Named {
  readonly clusters: { name: string; cluster: object }[];
  readonly users: { name: string; user: object }[];
}

export function prodSuite(mesh: () => MeshUnderTest): void {
  describe("Pulumi.prod.yaml", () => {
    it("previews with kubeconfigs of one's own: contexts of a file, and a secret of the stack", async () => {
      const { checkout } = mesh();
      const read = (name: string) =>
        JSON.parse(checkout.read(`.sandbox/clusters/${name}/kubeconfig`)) as Named;
      const contexts = { "eu-west": "east", "us-east": "west" };
      const files = Object.values(contexts).map(read);
      checkout.write(
        "own-kubeconfig",
        JSON.stringify({
          apiVersion: "v1",
          kind: "Config",
          clusters: files.flatMap((one) => one.clusters),
          users: files.flatMap((one) => one.users),
          contexts: Object.entries(contexts).map(([name, cluster]) => ({
            name,
            context: { cluster, user: cluster },
          })),
        }),
      );
      const stack = new TestStack(checkout, "prod", {
        KUBECONFIG: checkout.path("own-kubeconfig"),
      });
      // These clusters have a mesh already, whose root would go.
      const config = parseDocument(checkout.read(stack.file));
      config.setIn(["config", "istio-mesh:certificates", "abandon"], ["root"]);
      checkout.write(stack.file, config.toString());
      await stack.init();
      const single = checkout.read("stacks/examples/single.yaml");
      checkout.write("Pulumi.third.yaml", single.replace("name: east", "name: datacentre"));
      await checkout.sandbox("up", "--stack", "third");
      await stack.setSecret("datacentreKubeconfig", checkout.kubeconfig("datacentre"));
      const plan = JSON.parse(await stack.succeeds("preview", "--json")) as {
        changeSummary: Record<string, number>;
      };
      assert.deepEqual(Object.keys(plan.changeSummary), ["create"]);
      assert.ok((plan.changeSummary["create"] ?? 0) > 90, "three clusters' worth of resources");
      const file = checkout.read("Pulumi.prod.yaml");
      assert.match(file, /datacentreKubeconfig:\n\s+secure: /);
      await stack.succeeds("stack", "rm", "--yes", "--preserve-config");
      assert.equal(
        await checkout.sandbox("down", "--stack", "third"),
        "ended: datacentre; these go on: east, west\n",
      );
    });
  });
}
