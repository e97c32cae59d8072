import assert from "node:assert/strict";
import {
  hasFailure,
  percentile,
  problemOf,
  type TrafficRow,
  trafficRow,
} from "../../../../sandbox/traffic/report";
import { client, reportOf, rowOf } from "./support/rows";

const clusters = ["west", "east"];

describe("percentiles", () => {
  // https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
  const values = [50, 15, 40, 20, 35];
  for (const [percent, expected] of [
    [5, 15],
    [20, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [99, 50],
    [100, 50],
  ] as const) {
    it(`of ${percent} is ${expected}: the nearest rank, no value between two`, () => {
      assert.equal(percentile(values, percent), expected);
    });
  }

  it("of one value are that value, and of none nothing", () => {
    assert.equal(percentile([7], 1), 7);
    assert.equal(percentile([7], 99), 7);
    assert.equal(percentile([], 50), undefined);
  });

  it("sort numbers as numbers, and leave the list as it was", () => {
    const list = [10, 9, 100];
    assert.equal(percentile(list, 50), 10);
    assert.deepEqual(list, [10, 9, 100]);
  });
});

describe("a row of traffic", () => {
  const route = { from: "west", to: "east", protocol: "http" } as const;

  it("has the counts of its target's report, and percentiles of the latencies", () => {
    const latencies = Array.from({ length: 200 }, (_, index) => 200 - index);
    assert.deepEqual(trafficRow(route, reportOf(latencies)), {
      ...route,
      ...{ sent: 201, arrived: 200, failed: 1, p50Ms: 100, p99Ms: 198 },
      servedBy: { east: 200 },
      identities: { [client]: 200 },
      errors: { ECONNRESET: 1 },
    });
  });

  it("has no percentiles if nothing arrived", () => {
    const row = trafficRow(route, reportOf([]));
    assert.deepEqual([Object.hasOwn(row, "p50Ms"), Object.hasOwn(row, "p99Ms")], [false, false]);
  });
});

describe("traffic", () => {
  const back = rowOf({ from: "east", to: "west" });
  const well: readonly (readonly [rule: string, row: Partial<TrafficRow>])[] = [
    ["all arrived", {}],
    ["TCP has no identities", { protocol: "tcp" }],
    [
      "a name that is no cluster's is served by several",
      { to: "echo", servedBy: { east: 5, west: 5 } },
    ],
    ["clients have several identities", { identities: { a: 4, b: 6 } }],
  ];
  for (const [rule, row] of well) {
    it(`is as it has to be where ${rule}`, () => {
      assert.equal(hasFailure([back, rowOf(row)]), false);
      assert.equal(problemOf(rowOf(row), clusters), undefined);
    });
  }

  const failing: readonly (readonly [rule: string, row: Partial<TrafficRow>, problem: string])[] = [
    ["nothing was sent", { sent: 0, arrived: 0, servedBy: {} }, "no request has ended"],
    [
      "a request failed, for the most frequent reason",
      { arrived: 6, failed: 4, errors: { ECONNRESET: 1, "HTTP 503: no": 3 } },
      "HTTP 503: no (3 of 10)",
    ],
    [
      "another cluster answered",
      { servedBy: { east: 7, west: 3 } },
      "answered by west 3, not by east",
    ],
    [
      "an answer came without an identity",
      { identities: { [client]: 9 } },
      "1 of 10 came without an identity of the client",
    ],
    [
      "gRPC's answers came without one",
      { protocol: "grpc", identities: {} },
      "10 of 10 came without an identity of the client",
    ],
    [
      "another cluster answered TCP",
      { protocol: "tcp", servedBy: { west: 10 } },
      "answered by west 10, not by east",
    ],
  ];
  for (const [rule, row, problem] of failing) {
    it(`has a failure where ${rule}`, () => {
      assert.equal(hasFailure([back, rowOf(row)]), true);
      assert.equal(problemOf(rowOf(row), clusters), problem);
    });
  }

  it("takes for clusters those it came from, unless it is told", () => {
    const row = rowOf({ to: "edge", servedBy: { west: 10 } });
    assert.equal(hasFailure([row]), false);
    assert.equal(hasFailure([row], ["west", "edge"]), true);
  });

  it("that is none has no failure", () => {
    assert.equal(hasFailure([]), false);
  });
});
