import assert from "node:assert/strict";
import type { MeshUnderTest } from "../support/mesh-under-test";
import { TestStack } from "../support/stack";

const badStack = `config:
  istio-mesh:mesh:
    id: Bad_Name
    version: 1.24.1
    installer: operator
  istio-mesh:cluster: []
  istio-mesh:clusters:
    - name: east
      network: net-east
      kubeconfig: { path: .sandbox/clusters/east/kubeconfig }
    - name: east
      network: net-east
      kubeconfig: { path: no-such-file }
    - name: west
      network: net-west
      primary: wset
      kubeconfig: { path: malformed.yaml }
    - name: edge
      netwerk: net-edge
      kubeconfig: { path: unreachable.json }
    - name: far
      network: net-far
      kubeconfig: { path: unreachable.json }
`;

export function badInputSuite(mesh: () => MeshUnderTest): void {
  describe("bad input", () => {
    it("is one error that names every problem by its path, and creates nothing", async () => {
      const { checkout } = mesh();
      const cluster = JSON.parse(checkout.read(".sandbox/clusters/east/kubeconfig")) as {
        clusters: { cluster: { server: string } }[];
      };
      for (const one of cluster.clusters) {
        one.cluster.server = "https://127.0.0.1:1";
      }
      checkout.write("unreachable.json", JSON.stringify(cluster));
      checkout.write("malformed.yaml", "kind: [Config");
      checkout.write("Pulumi.bad.yaml", badStack);
      const stack = new TestStack(checkout, "bad");
      await stack.init();

      const { code, stdout, stderr } = await stack.run(["up", "--yes", "--skip-preview"]);
      assert.notEqual(code, 0);
      const message = stdout + stderr;
      const problems = [
        "istio-mesh:cluster: unknown key, expected mesh, clusters, certificates, eastWestGateway, gateways, tuning, charts, upgrade, tags, namespaces, security, observability, or a secret that mesh, clusters, certificates or observability name",
        'istio-mesh:mesh.id: expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends), got "Bad_Name"',
        'istio-mesh:mesh.version: 1.24.1 is too new: installer "operator" serves 1.16 to 1.23; Istio removed the in-cluster operator in 1.24, choose installer: helm',
        'istio-mesh:clusters[1].name: "east" is the name of clusters[0] already, each cluster needs its own',
        'istio-mesh:clusters[1].kubeconfig: file "no-such-file" does not exist',
        'istio-mesh:clusters[2].primary: unknown cluster "wset", expected one of east, west, edge, far',
        'istio-mesh:clusters[2].kubeconfig: file "malformed.yaml" is not YAML',
        "istio-mesh:clusters[3].netwerk: unknown key, expected one of name, network, kubeconfig, primary, eastWestGateway, intermediate, apiServer, controlPlaneAddress, tuning, maintenance",
        "istio-mesh:clusters[4].kubeconfig: https://127.0.0.1:1 cannot be reached (ECONNREFUSED), check the address and that it runs; or, to converge the others meanwhile, set istio-mesh:clusters[4].maintenance: true",
      ];
      for (const problem of problems) {
        assert.ok(message.includes(problem), `"${problem}" is not in\n${message}`);
      }
      assert.ok(message.includes(`${problems.length} problems in the stack's config`), message);
      assert.doesNotMatch(message, /at .*\.(ts|js|cjs):\d+/, "no stack trace");

      const state = JSON.parse(await stack.succeeds("stack", "export")) as {
        deployment: { resources?: { type: string }[] };
      };
      const made = (state.deployment.resources ?? []).map((one) => one.type);
      assert.deepEqual(
        made.filter((type) => type !== "pulumi:pulumi:Stack"),
        [],
      );
    });
  });
}
