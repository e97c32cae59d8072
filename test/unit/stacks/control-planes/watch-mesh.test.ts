import assert from "node:assert/strict";
import { watchMesh } from "../../../../stacks/control-planes/watch-rollouts";
import { planMesh } from "../../../../stacks/mesh-plan";
import { type Answers, type ApiServer, startApiServer } from "../../../support/api-server";
import { remoteOnTwoNetworks, stackConfig } from "../../../support/meshes";

const ok = (items: readonly object[]) => ({ status: 200, body: JSON.stringify({ items }) });
const deploymentsOf = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`;
const asked = [deploymentsOf("istio-operator"), deploymentsOf("istio-system")];

describe("the watch over a mesh", () => {
  it("asks each cluster, with its own access, for what its own plan has there", async () => {
    const both = ["istiod", "istio-eastwestgateway"].map((name) => ({ metadata: { name } }));
    const answers: Answers = { [deploymentsOf("istio-system")]: ok(both) };
    const servers: Readonly<Record<"east" | "edge", ApiServer>> = {
      east: await startApiServer(404, answers),
      edge: await startApiServer(404, answers),
    };
    const reached = (["east", "edge"] as const).map((name) => {
      const { server, ca } = servers[name];
      return { name, access: { server, ca, kubeconfig: "" } };
    });
    const listedBy = ({ requests }: ApiServer) =>
      [...new Set(requests.map((one) => one.path))].filter((one) => one.endsWith("/deployments"));
    const isDone = () =>
      warnings.length === 3 && Object.values(servers).every((one) => listedBy(one).length === 2);

    const warnings: string[] = [];
    const ended = new AbortController();
    const watch = watchMesh(reached, 0, ended.signal);
    watch(planMesh(stackConfig(remoteOnTwoNetworks)), (message) => {
      warnings.push(message.split(" is not rolled out yet")[0] ?? "");
    });
    while (!isDone()) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    ended.abort();

    assert.deepEqual(warnings.sort(), [
      'cluster "east": istio-eastwestgateway',
      'cluster "east": istiod',
      'cluster "edge": istio-eastwestgateway',
    ]);
    for (const server of Object.values(servers)) {
      assert.deepEqual(listedBy(server).sort(), asked);
      await server.close();
    }
  });
});
