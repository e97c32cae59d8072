import assert from "node:assert/strict";
import { hindrances, unready } from "../../../../stacks/control-planes/stuck-pods";

const pod = (status: object) => ({ items: [{ metadata: { name: "istiod-1" }, status }] });
const container = (status: object) =>
  hindrances(pod({ containerStatuses: [{ name: "discovery", ...status }] }));
const notReady = {
  type: "Ready",
  status: "False",
  reason: "ContainersNotReady",
  message: "containers with unready status: [discovery]",
};
const killed = { terminated: { reason: "OOMKilled", exitCode: 137 } };

describe("what keeps a pod from being ready", () => {
  it("is what the scheduler says", () => {
    const message = "0/3 nodes are available";
    const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message };
    assert.deepEqual(hindrances(pod({ conditions: [condition, notReady] })), [
      "istiod-1: Unschedulable: 0/3 nodes are available",
    ]);
  });

  it("is what the node says that has evicted it", () => {
    assert.deepEqual(hindrances(pod({ reason: "Evicted", message: "low on memory" })), [
      "istiod-1: Evicted: low on memory",
    ]);
  });

  it("is what a container waits for, and how it ended before", () => {
    assert.deepEqual(
      container({ state: { waiting: { reason: "ErrImagePull", message: "not found" } } }),
      ["istiod-1 (discovery): ErrImagePull: not found"],
    );
    assert.deepEqual(
      container({ state: { waiting: { reason: "CrashLoopBackOff" } }, lastState: killed }),
      ["istiod-1 (discovery): CrashLoopBackOff, ended before with OOMKilled (exit code 137)"],
    );
  });

  it("is how a container has ended, or that it runs without being ready", () => {
    assert.deepEqual(container({ state: { terminated: { reason: "Error", exitCode: 255 } } }), [
      "istiod-1 (discovery): ended with Error (exit code 255)",
    ]);
    assert.deepEqual(container({ ready: false, state: { running: {} } }), [
      "istiod-1 (discovery): runs, but is not ready",
    ]);
    assert.deepEqual(container({ ready: false, state: { running: {} }, lastState: killed }), [
      "istiod-1 (discovery): runs, but is not ready, ended before with OOMKilled (exit code 137)",
    ]);
  });

  it("is the init container that others wait for, and neither they nor those that are done", () => {
    const waiting = { name: "discovery", state: { waiting: { reason: "PodInitializing" } } };
    const done = {
      name: "first",
      ready: true,
      state: { terminated: { reason: "Completed", exitCode: 0 } },
    };
    const init = (state: object) =>
      hindrances(
        pod({
          conditions: [notReady],
          initContainerStatuses: [done, { name: "fetch", ready: false, state }],
          containerStatuses: [waiting],
        }),
      );
    assert.deepEqual(init({ waiting: { reason: "ImagePullBackOff", message: "no such tag" } }), [
      "istiod-1 (init container fetch): ImagePullBackOff: no such tag",
    ]);
    assert.deepEqual(init({ running: {} }), [
      "istiod-1 (init container fetch): runs, but is not ready",
    ]);
  });

  it("is its condition if no container tells more", () => {
    const gate = {
      type: "Ready",
      status: "False",
      reason: "ReadinessGatesNotReady",
      message: 'the status of pod readiness gate "a" is not "True", but False',
    };
    const ready = { name: "discovery", ready: true, state: { running: {} } };
    assert.deepEqual(hindrances(pod({ conditions: [gate], containerStatuses: [ready] })), [
      'istiod-1: ReadinessGatesNotReady: the status of pod readiness gate "a" is not "True", but False',
    ]);
    assert.deepEqual(hindrances(pod({ conditions: [{ ...notReady, type: "ContainersReady" }] })), [
      "istiod-1: ContainersNotReady: containers with unready status: [discovery]",
    ]);
  });

  it("is nothing if the pod is ready, or about to go, and unknown if it does not tell", () => {
    const ready = { status: { conditions: [{ type: "Ready", status: "True" }] } };
    const going = { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } };
    assert.deepEqual(hindrances({ items: [ready, going] }), []);
    assert.deepEqual(unready({ items: [ready, going] }), []);
    assert.deepEqual(hindrances(pod({})), ["istiod-1: not ready, for no reason that it tells"]);
  });
});
