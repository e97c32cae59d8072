import assert from "node:assert/strict";
import * as k8s from "@kubernetes/client-node";
import { connect } from "../../../sandbox/kube";
import { untilAnswered } from "../../../sandbox/traffic/command";
import { applyAll } from "../../../sandbox/traffic/deploy";
import type { TrafficRow } from "../../../sandbox/traffic/report";
import { sampleNamespace } from "../../../sandbox/traffic/sample";
import { eventually, type TestCluster } from "../support/clusters";
import { editStack } from "../support/edit-stack";
import { restart } from "../support/identities";
import type { MeshUnderTest } from "../support/mesh-under-test";
import { askSidecar, refusedBySidecar } from "../support/sidecar-client";
import { changes } from "../support/stack";
import {
  askOnce,
  expectAllArrived,
  readySampleOf,
  removeSamples,
  sampleOf,
} from "../support/traffic";

const group = "security.istio.io";
const version = "v1beta1";
const namespace = "istio-system";
const strictSample = {
  apiVersion: `${group}/${version}`,
  kind: "PeerAuthentication",
  metadata: { name: "default", namespace: sampleNamespace },
};
const merge = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);

/** What real proxies make of the key `security`. */
export function securitySuite(mesh: () => MeshUnderTest): void {
  describe("a strict mesh", () => {
    const done = (op: string) => ["east", "west"].map((name) => `${op} ${name}-security-default`);
    const becomes = async (mtls: string | undefined) => {
      editStack(mesh(), [["security"], mtls && { mtls }]);
      return changes(await mesh().stack.up());
    };

    it("takes no plaintext, by its own key alone, and takes it while that is permissive", async () => {
      await sampleOf(mesh());
      // The sample is strict by itself.
      for (const cluster of mesh().clusters) {
        await objectsOf(cluster).delete(strictSample);
      }
      await eventuallyPlaintext(mesh(), /^HTTP\/1\.1 200/);
      assert.deepEqual(await becomes("STRICT"), done("create"));
      await eventuallyPlaintext(mesh(), refusedBySidecar);
      assert.deepEqual(await becomes("PERMISSIVE"), done("update"));
      await eventuallyPlaintext(mesh(), /^HTTP\/1\.1 200/);
      assert.deepEqual(await becomes("STRICT"), done("update"));
      await eventuallyPlaintext(mesh(), refusedBySidecar);
    });

    it("is refused by a preview where somebody else has said something of the whole mesh already", async () => {
      const rival = {
        apiVersion: `${group}/${version}`,
        kind: "PeerAuthentication",
        metadata: { name: "by-hand", namespace },
        spec: { mtls: { mode: "PERMISSIVE" } },
      };
      await applyAll(connect(mesh().checkout.kubeconfig("west")), [rival]);
      try {
        assert.match(
          await refused(mesh()),
          /istio-mesh:security\.mtls: PeerAuthentication "by-hand" of istio-system on cluster "west" is for the whole mesh/,
        );
      } finally {
        await objectsOf(mesh().cluster("west")).delete(rival);
      }
    });
  });

  defaultDenySuite(mesh, ["east", "west"]);

  describe("a mesh that says nothing of it any more", () => {
    it("has nothing of it left", async () => {
      await removeSamples(mesh());
      editStack(mesh(), [["security"], undefined]);
      assert.deepEqual(changes(await mesh().stack.up()), [
        "delete east-security-default",
        "delete west-security-default",
      ]);
    });
  });
}

/**
 * What a mesh does that denies what nobody has allowed; it has sample workloads afterwards.
 * @param primaries names of the clusters whose istiod reads the config; each has a gateway that lets something through
 */
export function defaultDenySuite(mesh: () => MeshUnderTest, primaries: readonly string[]): void {
  describe("a mesh that denies by default", () => {
    const readers = () => primaries.map((name) => mesh().cluster(name));
    const done = (op: string) =>
      primaries.flatMap((name) => [
        `${op} ${name}-security-allow-eastwestgateway`,
        `${op} ${name}-security-allow-nothing`,
      ]);
    /** By its identity, which comes across networks as well. */
    const allowed = {
      apiVersion: `${group}/${version}`,
      kind: "AuthorizationPolicy",
      metadata: { name: "each-other", namespace: sampleNamespace },
      spec: { rules: [{ from: [{ source: { namespaces: [sampleNamespace] } }] }] },
    };
    let stackFile = "";

    before(() => {
      stackFile = mesh().checkout.read(mesh().stack.file);
    });

    after("the stack is as it was, whatever failed", async () => {
      if (mesh().checkout.read(mesh().stack.file) !== stackFile) {
        mesh().checkout.write(mesh().stack.file, stackFile);
        await mesh().stack.up();
      }
    });

    it("is made on primaries, and stays as it is", async () => {
      await sampleOf(mesh());
      editStack(mesh(), [["security", "defaultDeny"], true]);
      assert.deepEqual(changes(await mesh().stack.up()), done("create"));
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("refuses requests at the workload that they are for, on other networks too: gateways let them through", async () => {
      // So that no connection, nor any sidecar's way to istiod, is older than the policy.
      for (const cluster of mesh().clusters) {
        await restart(cluster, sampleNamespace, "echo");
      }
      const samples = await readySampleOf(mesh());
      const rows = await eventually(
        "every request is refused by a workload",
        () => askOnce(samples),
        (found) => found.every(isDenied),
      );
      assert.equal(rows.length, 3 * samples.length ** 2);
    });

    it("lets through what a policy allows, as soon as it does", async () => {
      for (const { name } of readers()) {
        await applyAll(connect(mesh().checkout.kubeconfig(name)), [allowed]);
      }
      const samples = await readySampleOf(mesh());
      expectAllArrived(await untilAnswered(samples, samples));
    });

    it("does not pass for such a one when somebody has added a rule to what allows nothing", async () => {
      const [reader] = readers();
      assert.ok(reader);
      const objects = reader.api(k8s.CustomObjectsApi);
      const place = { group, version, namespace, plural: "authorizationpolicies" };
      const patch = (rules: readonly object[] | null) =>
        objects.patchNamespacedCustomObject(
          { ...place, name: "allow-nothing", body: { spec: { rules } } },
          merge,
        );
      await patch([{}]);
      try {
        assert.match(
          await refused(mesh()),
          /istio-mesh:security\.defaultDeny: AuthorizationPolicy "allow-nothing" of istio-system on cluster "east" has got a spec\.rules that is not the stack's/,
        );
      } finally {
        await patch(null);
      }
    });

    it("lets all through again when the stack says so", async () => {
      for (const reader of readers()) {
        await objectsOf(reader).delete(allowed);
      }
      mesh().checkout.write(mesh().stack.file, stackFile);
      assert.deepEqual(changes(await mesh().stack.up()), done("delete"));
      await sampleOf(mesh());
    });
  });
}

/** Whether a request has reached a sidecar that refused it; TCP has no words for that. */
function isDenied({ protocol, arrived, errors }: TrafficRow): boolean {
  const reasons = Object.keys(errors);
  return (
    arrived === 0 &&
    reasons.length > 0 &&
    (protocol === "tcp" || reasons.every((one) => one.includes("RBAC: access denied")))
  );
}

/** Waits until a plaintext client of every cluster's sample workload hears this, be it an answer or an error. */
async function eventuallyPlaintext(mesh: MeshUnderTest, expected: RegExp): Promise<void> {
  for (const cluster of mesh.clusters) {
    await eventually(
      `what plaintext comes to in ${cluster.name}`,
      () => askSidecar(mesh, cluster).catch((error: unknown) => (error as Error).message),
      (said) => expected.test(said),
    );
  }
}

/** What a preview says that fails. */
async function refused({ stack }: MeshUnderTest): Promise<string> {
  const { code, stdout, stderr } = await stack.run(["preview"]);
  assert.notEqual(code, 0);
  return stdout + stderr;
}

function objectsOf({ config }: TestCluster): k8s.KubernetesObjectApi {
  return k8s.KubernetesObjectApi.makeApiClient(config);
}
