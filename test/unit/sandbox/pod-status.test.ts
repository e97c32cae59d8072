import assert from "node:assert/strict";
import type { V1ContainerState, V1Pod, V1PodCondition } from "@kubernetes/client-node";
import { type ContainerReport, podStatus } from "../../../sandbox/kubelet/pod-status";
import { identity, podOf } from "./support/objects";

const then = new Date("2024-01-01T00:00:00Z");
const running = { running: { startedAt: then } };

function podWith(conditions: V1PodCondition[]): V1Pod {
  return podOf({}, { status: { conditions, startTime: then } });
}

describe("a pod's status", () => {
  const report = (ready: boolean, restarts: number, state: V1ContainerState, name = "proxy") => {
    return { name, image: "x/proxyv2:1", ready, restarts, state };
  };

  it("is ready when all of its containers are, and says each one's own state", () => {
    const [up, down] = [report(true, 0, running, "proxy"), report(false, 2, running, "app")];
    const isReady = (...reports: ContainerReport[]) =>
      podStatus(podOf({}), identity, reports).conditions?.find((one) => one.type === "Ready")
        ?.status;
    assert.equal(isReady(up, up), "True");
    assert.equal(isReady(up, down), "False");
    assert.equal(isReady(), "False");
    const statuses = podStatus(podOf({}), identity, [up, down]).containerStatuses ?? [];
    assert.deepEqual(
      statuses.map((one) => [one.name, one.ready, one.restartCount]),
      [
        ["proxy", true, 0],
        ["app", false, 2],
      ],
    );
  });

  const condition = (type: string, status: string) => ({ type, status, lastTransitionTime: then });
  const current = [condition("PodScheduled", "True"), condition("Ready", "False")];
  const of = (ready: boolean) => podStatus(podWith(current), identity, [report(ready, 0, running)]);
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
      podStatus(podOf({}), identity, [report(false, restarts, waiting)]).phase;
    assert.equal(phase(0), "Pending");
    assert.equal(phase(1), "Running");
  });

  it("has no pod address when the pod never got one", () => {
    const missing = report(false, 0, { waiting: { reason: "ErrImagePull" } });
    const status = podStatus(podOf({}), { hostIP: identity.hostIP }, [missing]);
    assert.equal("podIP" in status, false);
    assert.equal(status.hostIP, identity.hostIP);
  });
});
