import assert from "node:assert/strict";
import { Tally } from "../../../../sandbox/echo/tally";

describe("the tally of a target", () => {
  it("counts answers by cluster and identity, and failures by what went wrong", () => {
    const tally = new Tally();
    tally.arrived({ cluster: "west", pod: "a", identity: "spiffe://x" }, 1);
    tally.arrived({ cluster: "west", pod: "b", identity: "spiffe://y" }, 3);
    tally.arrived({ cluster: "east", pod: "c" }, 2);
    tally.failed("ECONNRESET");
    tally.failed("ECONNRESET");
    tally.failed("HTTP 503: no");
    const { failures, ...rest } = tally.report();
    assert.deepEqual(rest, {
      sent: 6,
      arrived: 3,
      failed: 3,
      servedBy: { west: 2, east: 1 },
      identities: { "spiffe://x": 1, "spiffe://y": 1 },
      errors: { ECONNRESET: 2, "HTTP 503: no": 1 },
      latenciesMs: [1, 3, 2],
    });
    assert.deepEqual(
      failures.map(({ error }) => error),
      ["ECONNRESET", "ECONNRESET", "HTTP 503: no"],
    );
    assert.match(failures[0]?.at ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("keeps the last 10,000 latencies and the last 50 failures, and counts all", () => {
    const tally = new Tally();
    for (let index = 1; index <= 10_002; index++) {
      tally.arrived({ cluster: "west", pod: "a" }, index);
    }
    for (let index = 1; index <= 52; index++) {
      tally.failed(`error ${index}`);
    }
    const { sent, arrived, failed, latenciesMs, failures } = tally.report();
    assert.deepEqual([sent, arrived, failed], [10_054, 10_002, 52]);
    assert.deepEqual([latenciesMs.length, latenciesMs[0], latenciesMs.at(-1)], [10_000, 3, 10_002]);
    assert.deepEqual(
      [failures.length, failures[0]?.error, failures.at(-1)?.error],
      [50, "error 3", "error 52"],
    );
  });

  it("is not changed by what becomes of a report", () => {
    const tally = new Tally();
    const before = tally.report();
    tally.arrived({ cluster: "west", pod: "a" }, 1);
    assert.deepEqual([before.sent, before.latenciesMs.length], [0, 0]);
  });
});
