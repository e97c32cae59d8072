import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as k8s from "@kubernetes/client-node";
import { connect } from "../../../sandbox/kube";
import { pause } from "../../../sandbox/pause";
import { applyAll } from "../../../sandbox/traffic/deploy";
import { nearest, nearestWorkload, sampleNamespace } from "../../../sandbox/traffic/sample";
import { eventually } from "../support/clusters";
import { editStack } from "../support/edit-stack";
import type { MeshUnderTest } from "../support/mesh-under-test";
import { changes } from "../support/stack";
import { askSidecar, refusedBySidecar } from "../support/sidecar-client";
import {
  askNearest,
  expectAllArrived,
  removeSamples,
  sampleOf,
  trafficOf,
  underTraffic,
} from "../support/traffic";
import { trustBundle } from "../support/trust";
import { foreignIdentity, requestIdentity } from "../support/workload-certificate";

const merge = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);

/** What the mesh's real proxies do with real requests, also while something breaks. */
export function trafficSuite(mesh: () => MeshUnderTest): void {
  const cluster = (name: string) => mesh().cluster(name);
  const gatewaysOf = (name: string) => cluster(name).gateways();

  describe("traffic", () => {
    it("the command prints a table, draws a picture, and fails when a request does", async () => {
      const svg = mesh().checkout.path("traffic.svg");
      const table = await mesh().checkout.sandbox("traffic", "--count", "5", "--svg", svg);
      assert.match(table, /east +west +tcp +5 +5 +0 +west/);
      assert.match(fs.readFileSync(svg, "utf8"), /^<svg[^]+net-west[^]+<\/svg>\s*$/);
      const policy = {
        apiVersion: "security.istio.io/v1beta1",
        kind: "AuthorizationPolicy",
        metadata: { name: "nobody", namespace: sampleNamespace },
        spec: { action: "DENY", rules: [{}] },
      };
      await applyAll(connect(mesh().checkout.kubeconfig("west")), [policy]);
      const args = ["run", "-s", "sandbox", "--", "traffic", "--from", "east", "--count", "2"];
      const { code, stdout } = await mesh().checkout.run("npm", args);
      await k8s.KubernetesObjectApi.makeApiClient(cluster("west").config).delete(policy);
      assert.equal(code, 1, stdout);
      assert.match(stdout, /east to west, http: HTTP 403: RBAC: access denied \(2 of 2\)/);
      assert.match(stdout, /east +east +http +2 +2 +0 +east/);
    });

    it("a strict workload refuses plaintext, and a client whose certificate no root of the mesh has issued", async () => {
      await sampleOf(mesh());
      const east = cluster("east");
      const bundle = await trustBundle(east);
      const own = await requestIdentity(east, sampleNamespace, "echo-east", bundle);
      assert.match(await askSidecar(mesh(), east, own), /^HTTP\/1\.1 200/);
      await assert.rejects(askSidecar(mesh(), east), refusedBySidecar);
      const spiffe = `spiffe://cluster.local/ns/${sampleNamespace}/sa/echo-east`;
      const stranger = await foreignIdentity(spiffe);
      await assert.rejects(askSidecar(mesh(), east, stranger), refusedBySidecar);
    });

    it("a gateway whose process is killed is back within its restart", async () => {
      await sampleOf(mesh());
      const [gateway] = gatewaysOf("west");
      kill(gateway?.pid);
      await eventually(
        "the gateway's next process",
        () => Promise.resolve(gatewaysOf("west")),
        ([next]) => next?.restarts === (gateway?.restarts ?? 0) + 1,
      );
      await underTraffic(mesh(), () => pause(2_000));
    });

    it("with two gateways in each network nothing fails when one of them is killed", async () => {
      editStack(mesh(), [["eastWestGateway"], { minReplicas: 2 }]);
      await mesh().stack.up();
      for (const { name } of mesh().clusters) {
        await eventually(
          `two gateways of ${name}`,
          () => Promise.resolve(gatewaysOf(name)),
          (found) => found.length === 2,
          60,
        );
      }
      const traffic = await trafficOf(mesh());
      await pause(1_000);
      kill(gatewaysOf("west")[0]?.pid);
      await pause(2_000);
      kill(gatewaysOf("east")[0]?.pid);
      await pause(3_000);
      const rows = await traffic.stop();
      expectAllArrived(rows.filter((row) => row.protocol !== "tcp"));
      // A connection that is open through the killed process ends with it, and nobody can send it again.
      const broken = rows.filter((row) => row.protocol === "tcp" && row.failed > 1);
      assert.deepEqual(broken, []);
    });

    it("goes on when an istiod is killed", async () => {
      const [istiod] = cluster("east").istiods();
      await underTraffic(mesh(), async () => {
        kill(istiod?.pid);
        await eventually(
          "istiod's next process",
          () => Promise.resolve(cluster("east").istiods()),
          ([next]) => next?.ready === true && next.restarts === (istiod?.restarts ?? 0) + 1,
        );
      });
    });

    it("goes on when an API server is down, and up converges the other cluster meanwhile", async () => {
      const west = ["clusters", 1, "maintenance"];
      await underTraffic(mesh(), async () => {
        const server = cluster("west").apiServer();
        // Stopped, it neither answers nor refuses, the worst that a server can do; killed, it would be started again.
        process.kill(server, "SIGSTOP");
        try {
          editStack(mesh(), [west, true], [["eastWestGateway"], { maxReplicas: 7 }]);
          assert.deepEqual(changes(await mesh().stack.up()), [
            "create west-renderer",
            "update east-gateway-autoscaler",
            "update west",
          ]);
        } finally {
          process.kill(server, "SIGCONT");
        }
      });
      editStack(mesh(), [west, undefined]);
      assert.deepEqual(changes(await mesh().stack.up()), [
        "delete west-renderer",
        "update west",
        "update west-gateway-autoscaler",
      ]);
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("goes to the near workload, to the far one when that is gone, and comes home again", async () => {
      const samples = await sampleOf(mesh());
      await Promise.all(samples.map((one) => applyAll(one.kube, nearestWorkload(one))));
      const [east] = samples;
      assert.ok(east?.name === "east");
      const servedBy = (name: string) =>
        eventually(
          `the nearest workload is that of ${name}`,
          () => askNearest(east),
          ({ failed, servedBy: found }) => failed === 0 && Object.keys(found).join() === name,
          60,
        );
      await servedBy("east");
      await scaleNearest(0);
      await servedBy("west");
      await scaleNearest(1);
      await servedBy("east");
    });

    it("leaves nothing behind when it is removed", () => removeSamples(mesh()));
  });

  async function scaleNearest(replicas: number): Promise<void> {
    const body = { spec: { replicas } };
    await cluster("east")
      .api(k8s.AppsV1Api)
      .patchNamespacedDeploymentScale({ name: nearest, namespace: sampleNamespace, body }, merge);
  }
}

function kill(pid: number | undefined): void {
  assert.ok(pid !== undefined, "a process");
  process.kill(pid, "SIGKILL");
}
