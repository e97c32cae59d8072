import assert from "node:assert/strict";
import { lacking, progress, refusals, rolloutsIn } from "../../../../stacks/control-planes/stuck";

const selector = { matchLabels: { app: "istiod", "istio.io/rev": "next" } };
const deployment = (reason: string | undefined, unavailableReplicas?: number) => ({
  metadata: { name: "istiod-next" },
  spec: { selector },
  status: {
    conditions: reason === undefined ? [] : [{ type: "Progressing", reason }],
    ...(unavailableReplicas === undefined ? {} : { unavailableReplicas }),
  },
});

describe("a rollout", () => {
  const names = (one: ReturnType<typeof deployment>) =>
    rolloutsIn({ items: [one] }).map(({ name }) => name);

  it("is under way until its new pods are there, and all of them are available", () => {
    assert.deepEqual(names(deployment(undefined)), ["istiod-next"]);
    assert.deepEqual(names(deployment("ReplicaSetUpdated")), ["istiod-next"]);
    assert.deepEqual(names(deployment("NewReplicaSetAvailable", 1)), ["istiod-next"]);
    assert.deepEqual(names(deployment("NewReplicaSetAvailable")), []);
  });

  it("is known by the labels of its pods", () => {
    assert.deepEqual(
      rolloutsIn({ items: [deployment(undefined)] })[0]?.labels,
      selector.matchLabels,
    );
  });

  it("tells how far it is if nothing keeps it", () => {
    const message = "ReplicaSet istiod-next-5 is progressing.";
    const condition = { type: "Progressing", status: "True", reason: "ReplicaSetUpdated", message };
    const rollout = { name: "istiod-next", labels: {}, conditions: [condition] };
    assert.deepEqual(refusals(rollout, {}), []);
    assert.equal(
      progress(rollout),
      "istiod-next: ReplicaSetUpdated: ReplicaSet istiod-next-5 is progressing.",
    );
    assert.equal(
      progress({ ...rollout, conditions: [] }),
      "istiod-next: no controller has looked at it yet",
    );
  });
});

describe("what keeps pods from being made", () => {
  const quota = {
    type: "ReplicaFailure",
    status: "True",
    reason: "FailedCreate",
    message: "exceeded quota: small",
  };
  const replicaSet = (name: string, replicas: number, readyReplicas?: number) => ({
    metadata: { name },
    spec: { replicas },
    status: { conditions: [quota], ...(readyReplicas === undefined ? {} : { readyReplicas }) },
  });
  const rollout = { name: "istiod", labels: {}, conditions: [quota] };

  it("is told once by the Deployment and its ReplicaSet", () => {
    const replicaSets = { items: [replicaSet("istiod-5", 1)] };
    assert.deepEqual(refusals(rollout, replicaSets), [
      "istiod: FailedCreate: exceeded quota: small",
    ]);
    assert.deepEqual(refusals({ ...rollout, conditions: [] }, replicaSets), [
      "istiod-5: FailedCreate: exceeded quota: small",
    ]);
  });

  it("is not what a ReplicaSet says that has its pods, or is to have none", () => {
    const replicaSets = { items: [replicaSet("old", 0), replicaSet("serving", 2, 2)] };
    assert.deepEqual(lacking(replicaSets), []);
    assert.deepEqual(refusals({ ...rollout, conditions: [] }, replicaSets), []);
  });

  it("is also a progress that has come to an end, and no failure of the past", () => {
    const late = {
      type: "Progressing",
      status: "False",
      reason: "ProgressDeadlineExceeded",
      message: "timed out",
    };
    assert.deepEqual(
      refusals({ ...rollout, conditions: [{ ...quota, status: "False" }, late] }, {}),
      ["istiod: ProgressDeadlineExceeded: timed out"],
    );
  });
});
