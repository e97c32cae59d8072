import assert from "node:assert/strict";
import { componentStatus, type LiveDeployment } from "../../../../cli/status/component-status";

describe("the status of a component", () => {
  const progress = (status: string, reason: string, message?: string) => ({
    type: "Progressing",
    status,
    reason,
    ...(message ? { message } : {}),
  });
  const done = progress("True", "NewReplicaSetAvailable");
  const live = (
    status: LiveDeployment["status"] & object,
    replicas = 2,
    image = "registry.example.org:5000/istio/pilot:1.22.8@sha256:00",
  ): LiveDeployment => ({
    metadata: { name: "istiod", generation: 3 },
    spec: { replicas, template: { spec: { containers: [{ image }] } } },
    status: { observedGeneration: 3, conditions: [done], ...status },
  });
  const all = { replicas: 2, updatedReplicas: 2, readyReplicas: 2 };

  const cases: readonly [rule: string, deployment: LiveDeployment | undefined, state: string][] = [
    ["NONE: the cluster does not have it", undefined, "NONE"],
    [
      "DEPLOY: no controller has made a pod yet",
      { metadata: { generation: 1 }, spec: {} },
      "DEPLOY",
    ],
    [
      "STARTING: its first pods are not ready",
      live({ replicas: 2, updatedReplicas: 2 }),
      "STARTING",
    ],
    ["RUNNING: all are ready, and as they should be", live(all), "RUNNING"],
    ["RUNNING: none is wanted", live({}, 0), "RUNNING"],
    ["UPDATE: an edit has not been seen yet", live({ ...all, observedGeneration: 2 }), "UPDATE"],
    ["UPDATE: the old ones serve still", live({ ...all, updatedReplicas: 1 }), "UPDATE"],
    ["UPDATE: one of two is ready", live({ ...all, readyReplicas: 1 }), "UPDATE"],
    [
      "UPDATE: an old one is yet to go",
      live({ ...all, replicas: 3, conditions: [progress("True", "ReplicaSetUpdated")] }),
      "UPDATE",
    ],
    [
      "FAILED: its time is over, though the old ones serve",
      live({ ...all, conditions: [progress("False", "ProgressDeadlineExceeded")] }),
      "FAILED",
    ],
    [
      "FAILED: its pods are refused",
      live({ conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate" }] }),
      "FAILED",
    ],
  ];
  for (const [rule, deployment, state] of cases) {
    it(`is ${rule}`, () => {
      assert.equal(componentStatus(deployment).state, state);
    });
  }

  it("has how many are ready, the version, and why it failed", () => {
    const conditions = [progress("False", "ProgressDeadlineExceeded", "it took too long")];
    assert.deepEqual(componentStatus(live({ ...all, readyReplicas: 1, conditions })), {
      state: "FAILED",
      ready: "1/2",
      version: "1.22.8",
      message: "ProgressDeadlineExceeded: it took too long",
    });
    const { version } = componentStatus(live(all, 2, "istio/pilot:1.22.8-distroless"));
    assert.equal(version, "1.22.8");
    assert.deepEqual(componentStatus(live(all, 2, "auto")), { state: "RUNNING", ready: "2/2" });
  });

  it("has the version of the container that it is named after, whatever stands beside that", () => {
    const containers = [
      { name: "prometheus-server-configmap-reload", image: "reloader:v0.91.0" },
      { name: "prometheus-server", image: "prometheus:v3.9.1" },
    ];
    const { version } = componentStatus({
      metadata: { name: "istio-prometheus-server" },
      spec: { template: { spec: { containers } } },
    });
    assert.equal(version, "v3.9.1");
  });
});
