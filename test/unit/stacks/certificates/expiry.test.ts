import assert from "node:assert/strict";
import { daysUntil, expiryWarning } from "../../../../stacks/certificates/expiry";

const now = new Date("2026-11-21T12:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

describe("the days until a time", () => {
  for (const [rule, inHours, days] of [
    ["are whole ones", 48, 2],
    ["are those that are full", 47, 1],
    ["are none on the last day", 23, 0],
    ["are none at the time itself", 0, 0],
    ["are negative as soon as it is over", -1, -1],
    ["are negative for every day that has begun since", -25, -2],
  ] as const) {
    it(rule, () => assert.equal(daysUntil(hours(inHours), now), days));
  }
});

describe("a certificate that runs out", () => {
  const warning = (inHours: number, limit = 30) =>
    expiryWarning('the root "root"', hours(inHours), now, limit, "rotate it");

  const warned: readonly [rule: string, inHours: number, text: string][] = [
    [
      "is warned of when it has a day less than the limit",
      29 * 24,
      'the root "root" expires in 29 days, at 2026-12-20T12:00:00.000Z; rotate it',
    ],
    [
      "is warned of when it has an hour less than the limit",
      30 * 24 - 1,
      'the root "root" expires in 29 days, at 2026-12-21T11:00:00.000Z; rotate it',
    ],
    [
      "may have one day left",
      47,
      'the root "root" expires in 1 day, at 2026-11-23T11:00:00.000Z; rotate it',
    ],
    [
      "may have less than a day left",
      1,
      'the root "root" expires in 0 days, at 2026-11-21T13:00:00.000Z; rotate it',
    ],
    [
      "has expired at the very time",
      0,
      'the root "root" has expired at 2026-11-21T12:00:00.000Z; rotate it',
    ],
    [
      "may have expired long ago",
      -24 * 365,
      'the root "root" has expired at 2025-11-21T12:00:00.000Z; rotate it',
    ],
  ];
  for (const [rule, inHours, text] of warned) {
    it(rule, () => assert.equal(warning(inHours), text));
  }

  it("is not warned of when it has as many days left as the limit", () => {
    assert.equal(warning(30 * 24), undefined);
  });

  it("is warned of without a limit once it has expired, and not before", () => {
    assert.equal(warning(1, 0), undefined);
    assert.equal(
      warning(-1, 0),
      'the root "root" has expired at 2026-11-21T11:00:00.000Z; rotate it',
    );
  });
});
