import assert from "node:assert/strict";
import { newestEvents } from "../../../../stacks/control-planes/warning-events";

const pod = { kind: "Pod", name: "istiod-1" } as const;
const event = (reason: string, lastTimestamp: string, other: object = {}) => ({
  involvedObject: pod,
  reason,
  message: "why",
  lastTimestamp,
  ...other,
});

describe("the events of a rollout", () => {
  it("are the newest three, the newest first", () => {
    const items = [
      event("Second", "2026-01-01T00:00:02Z"),
      event("First", "2026-01-01T00:00:01Z"),
      event("Fourth", "2026-01-01T00:00:04Z"),
      event("Third", "2026-01-01T00:00:03Z"),
    ];
    assert.deepEqual(newestEvents({ items }, [pod]), ["Fourth: why", "Third: why", "Second: why"]);
  });

  it("are those of its own objects, by kind and name", () => {
    const of = (kind: string, name: string) =>
      event(`${kind}-${name}`, "2026-01-01T00:00:00Z", { involvedObject: { kind, name } });
    const items = [
      of("Pod", "istiod-1"),
      of("Pod", "istiod"),
      of("ReplicaSet", "istiod-1"),
      of("Deployment", "istiod"),
      { reason: "of nothing" },
    ];
    assert.deepEqual(newestEvents({ items }, [pod, { kind: "Deployment", name: "istiod" }]), [
      "Pod-istiod-1: why",
      "Deployment-istiod: why",
    ]);
  });

  it("are told once each, with how often they were seen, of whichever pod", () => {
    const other = { kind: "Pod", name: "istiod-2" } as const;
    const items = [
      event("BackOff", "2026-01-01T00:00:01Z", { count: 4 }),
      event("Unhealthy", "2026-01-01T00:00:02Z", { count: 1 }),
      event("BackOff", "2026-01-01T00:00:03Z", { count: 3, involvedObject: other }),
    ];
    assert.deepEqual(newestEvents({ items }, [pod, other]), [
      "BackOff: why (7 times)",
      "Unhealthy: why",
    ]);
  });

  it("have their time and count where the scheduler writes them, too", () => {
    const scheduler = {
      involvedObject: pod,
      reason: "FailedScheduling",
      message: "no node",
      lastTimestamp: null,
      eventTime: "2026-01-01T00:00:01.000000Z",
      series: { count: 2, lastObservedTime: "2026-01-01T00:00:09.000000Z" },
    };
    const single = { ...scheduler, reason: "Single", series: null };
    const items = [single, event("BackOff", "2026-01-01T00:00:05Z"), scheduler];
    assert.deepEqual(newestEvents({ items }, [pod]), [
      "FailedScheduling: no node (2 times)",
      "BackOff: why",
      "Single: no node",
    ]);
  });
});
