import assert from "node:assert/strict";
import * as k8s from "@kubernetes/client-node";
import { planAnnotation } from "../../../components/names";
import { eventually } from "../support/clusters";
import type { MeshUnderTest } from "../support/mesh-under-test";

const namespace = "istio-system";
const byHand = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);
/** What kubectl signs an edit with; server-side apply treats its fields as somebody else's. */
const fieldManager = "kubectl-edit";

interface IstioOperator {
  readonly spec: { values: { global: { network: string } } };
}

/** What a preview prints with --json. */
interface Plan {
  readonly steps: readonly { op: string; urn: string }[];
}

/** Names of the resources whose step is none of the given ones, in order. */
function stepsBut(ops: readonly string[], json: string): string[] {
  return (JSON.parse(json) as Plan).steps
    .filter((one) => !ops.includes(one.op))
    .map((one) => one.urn.split("::").at(-1) ?? "")
    .sort();
}

export function convergenceSuite(mesh: () => MeshUnderTest): void {
  describe("convergence", () => {
    let stackFile = "";
    before(() => {
      stackFile = mesh().checkout.read("Pulumi.dev.yaml");
    });

    // A test that fails must not take those after it along.
    afterEach("the stack is as it was", async () => {
      if (mesh().checkout.read("Pulumi.dev.yaml") !== stackFile) {
        mesh().checkout.write("Pulumi.dev.yaml", stackFile);
        await mesh().stack.succeeds("up", "--yes", "--skip-preview");
      }
    });

    it("a second npm start changes nothing", async () => {
      const printed = await mesh().checkout.succeed("npm", ["start"]);
      assert.match(printed, /Resources:\n\s+\d+ unchanged\n/);
      assert.doesNotMatch(printed, /\d+ (created|updated|deleted|replaced)/);
    });

    it("a second up, and a refresh, find nothing to do", async () => {
      await mesh().stack.succeeds("up", "--yes", "--skip-preview", "--expect-no-changes");
      await mesh().stack.succeeds("refresh", "--preview-only", "--expect-no-changes");
    });

    it("a hand edit of a gateway, a remote secret and an IstioOperator is named by refresh and put back by up", async () => {
      const east = mesh().cluster("east");
      const objects = east.api(k8s.CustomObjectsApi);
      const operator = {
        group: "install.istio.io",
        version: "v1alpha1",
        plural: "istiooperators",
        namespace,
        name: "istio-control-plane",
      };
      const service = { namespace, name: "istio-eastwestgateway" };
      const secret = { namespace, name: "istio-remote-secret-west" };
      const kubeconfig = (await east.secret(namespace, secret.name))["west"] ?? "";
      const elsewhere = kubeconfig.replace(/server: .*/, "server: https://127.0.0.1:1");

      await east.core.patchNamespacedService(
        { ...service, fieldManager, body: { spec: { type: "ClusterIP" } } },
        byHand,
      );
      await east.core.patchNamespacedSecret(
        { ...secret, fieldManager, body: { stringData: { west: elsewhere } } },
        byHand,
      );
      const values = { global: { network: "net-of-nobody" } };
      await objects.patchNamespacedCustomObject(
        { ...operator, fieldManager, body: { spec: { values } } },
        byHand,
      );

      const found = await mesh().stack.run([
        "refresh",
        "--preview-only",
        "--expect-no-changes",
        "--json",
      ]);
      assert.notEqual(found.code, 0);
      const edited = ["east-control-plane", "east-gateway-service", "west-into_east"];
      assert.deepEqual(stepsBut(["refresh"], found.stdout), edited);

      await mesh().stack.succeeds("refresh", "--yes", "--skip-preview");
      await mesh().stack.succeeds("up", "--yes", "--skip-preview");
      const restored = await east.core.readNamespacedService(service);
      assert.equal(restored.spec?.type, "LoadBalancer");
      assert.equal((await east.secret(namespace, secret.name))["west"], kubeconfig);
      const spec = (await objects.getNamespacedCustomObject(operator)) as IstioOperator;
      assert.equal(spec.spec.values.global.network, "net-east");
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
      await eventually(
        "west in east",
        () => east.remoteClusters(),
        (states) => states["west"] === "synced",
      );
    });

    it("an up that changes the plan ends when that plan is rolled out, not when an old HEALTHY says so", async () => {
      const { checkout } = mesh();
      const before = checkout.read("Pulumi.dev.yaml");
      const trustDomain = "id: dev\n    trustDomain: changed.example";
      checkout.write("Pulumi.dev.yaml", before.replace("id: dev", trustDomain));
      await mesh().stack.succeeds("up", "--yes", "--skip-preview");
      for (const cluster of mesh().clusters) {
        const apps = cluster.api(k8s.AppsV1Api);
        const { spec, status } = await apps.readNamespacedDeployment({ namespace, name: "istiod" });
        const plan = spec?.template.metadata?.annotations?.[planAnnotation];
        assert.equal(status?.updatedReplicas, status?.replicas, "all pods are the new ones");
        const pods = await cluster.core.listNamespacedPod({
          namespace,
          labelSelector: "app=istiod",
        });
        const running = pods.items.filter((one) => one.metadata?.deletionTimestamp === undefined);
        assert.deepEqual(
          running.map((one) => one.metadata?.annotations?.[planAnnotation]),
          [plan],
        );
        const mesh = await cluster.core.readNamespacedConfigMap({ namespace, name: "istio" });
        assert.match(mesh.data?.["mesh"] ?? "", /trustDomain: changed\.example/);
      }
      checkout.write("Pulumi.dev.yaml", before);
      await mesh().stack.succeeds("up", "--yes", "--skip-preview");
    });

    it("a version that cannot start is a named failure in the time given, and the old istiod goes on", async () => {
      const { checkout } = mesh();
      const before = checkout.read("Pulumi.dev.yaml");
      const missing = "version: 1.22.8\n    readyTimeoutSeconds: 20";
      checkout.write("Pulumi.dev.yaml", before.replace(/version: \S+/, missing));
      const { code, stdout } = await mesh().stack.run(["up", "--yes", "--skip-preview"]);
      assert.notEqual(code, 0);
      assert.match(
        stdout,
        /the sandbox has no image "docker\.io\/istio\/operator:1\.22\.8"|ErrImagePull/,
      );
      assert.deepEqual(await mesh().cluster("east").remoteClusters(), { west: "synced" });
      checkout.write("Pulumi.dev.yaml", before);
      await mesh().stack.succeeds("up", "--yes", "--skip-preview");
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("a changed network of one cluster touches nothing on the other, and replaces nothing", async () => {
      const { checkout } = mesh();
      const before = checkout.read("Pulumi.dev.yaml");
      checkout.write("Pulumi.dev.yaml", before.replace("network: net-west", "network: net-moved"));
      const planned = await mesh().stack.succeeds("preview", "--json");
      checkout.write("Pulumi.dev.yaml", before);
      const touched = stepsBut(["same"], planned);
      assert.ok(touched.includes("west-control-plane"), touched.join());
      assert.deepEqual(
        touched.filter((name) => name.includes("east")),
        [],
      );
      assert.doesNotMatch(planned, /"op": "(create-replacement|replace|delete-replaced)"/);
    });
  });
}
