import assert from "node:assert/strict";
import type { V1Pod, V1PodCondition } from "@kubernetes/client-node";
import { podStatus } from "../../../sandbox/kubelet/pod-status";
import { identity, podOf } from "./support/objects";

const then = new Date("2024-01-01T00:00:00Z");
const running = { running: { startedAt: then } };

function podWith(conditions: V1PodCondition[]): V1Pod {
  return podOf({}, { status: { conditions, startTime: then } });
}

describe("a pod's status", () => {
  const condition = (type: string, status: string) => ({ type, status, lastTransitionTime: then });
  const current = [condition("PodScheduled", "True"), condition("Ready", "False")];
  const of = (ready: boolean) =>
    podStatus(podWith(current), identity, { ready, restarts: 0, state: running });
  const find = (ready: boolean, type: string) =>
    of(ready).conditions?.find((one) => one.type === type);

  it("keeps the transition time of a condition that does not change", () => {
    assert.deepEqual(find(false, "Ready"), condition("Ready", "False"));
  });

  it("gives a condition that changes a new transition time", () => {
    assert.equal(find(true, "Ready")?.status, "True");
    assert.notEqual(find(true, "Ready")?.lastTransitionTime, then);
  });

  it("keeps the conditions of others, and each type once", () => {
    assert.deepEqual(find(true, "PodScheduled"), condition("PodScheduled", "True"));
    const types = of(true).conditions?.map((one) => one.type) ?? [];
    assert.equal(new Set(types).size, types.length);
    assert.equal(types.length, 5);
  });

  it("keeps the start time", () => {
    assert.equal(of(true).startTime, then);
  });

  it("is pending until the container has run once", () => {
    const waiting = { waiting: { reason: "CreateContainerConfigError" } };
    const phase = (restarts: number) =>
      podStatus(podOf({}), identity, { ready: false, restarts, state: waiting }).phase;
    assert.equal(phase(0), "Pending");
    assert.equal(phase(1), "Running");
  });

  it("has no pod address when the pod never got one", () => {
    const report = { ready: false, restarts: 0, state: { waiting: { reason: "ErrImagePull" } } };
    const status = podStatus(podOf({}), { hostIP: identity.hostIP }, report);
    assert.equal("podIP" in status, false);
    assert.equal(status.hostIP, identity.hostIP);
  });
});
