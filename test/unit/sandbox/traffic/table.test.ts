import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { trafficTable } from "../../../../sandbox/traffic/table";
import { client, rowOf } from "./support/rows";

const back = rowOf({ from: "east", to: "west", protocol: "tcp" });
const failed = rowOf({
  ...{ arrived: 0, failed: 10, errors: { ECONNREFUSED: 10 } },
  ...{ servedBy: {}, identities: {}, p50Ms: undefined, p99Ms: undefined },
});

describe("the table of traffic", () => {
  it("has a line for each route and protocol, and no other if all is well", () => {
    assert.deepEqual(trafficTable([rowOf(), back], true).split("\n"), [
      "FROM  TO    PROTOCOL  SENT  ARRIVED  FAILED  SERVED BY  CLIENT SEEN AS                            P50 MS  P99 MS",
      "west  east  http        10       10       0  east       spiffe://cluster.local/ns/sample/sa/echo     1.3    20.1",
      "east  west  tcp         10       10       0  west       -                                            1.3    20.1",
    ]);
  });

  it("says below what is wrong, by route", () => {
    assert.deepEqual(trafficTable([failed, back], false).split("\n"), [
      "FROM  TO    PROTOCOL  SENT  ARRIVED  FAILED  SERVED BY  CLIENT SEEN AS  P50 MS  P99 MS",
      "west  east  http        10        0      10  -          -                    -       -",
      "east  west  tcp         10       10       0  west       -                  1.3    20.1",
      "",
      "west to east, http: ECONNREFUSED (10 of 10)",
    ]);
  });

  it("counts clusters and identities where there are several, and goes on in another line", () => {
    const row = rowOf({
      to: "echo",
      servedBy: { west: 3, "cluster-with-a-name": 7 },
      identities: { [client]: 4, "spiffe://other": 6 },
    });
    assert.deepEqual(trafficTable([row], false).split("\n"), [
      "FROM  TO    PROTOCOL  SENT  ARRIVED  FAILED  SERVED BY            CLIENT SEEN AS                            P50 MS  P99 MS",
      "west  echo  http        10       10       0  cluster-with-a-name  spiffe://other 6,                            1.3    20.1",
      "                                             7, west 3            spiffe://cluster.local/ns/sample/sa/echo",
      "                                                                  4",
    ]);
  });

  it("is red where something is wrong, if colours are wanted, and nowhere else", () => {
    const lines = trafficTable([failed, back], true).split("\n");
    assert.deepEqual(
      lines.map((line) => line.includes("\u001b[31m")),
      [false, true, false, false, true],
    );
    assert.ok(lines[1]?.startsWith("\u001b[31mwest\u001b[39m  \u001b[31meast\u001b[39m"));
    assert.equal(stripVTControlCharacters(lines.join("\n")), trafficTable([failed, back], false));
  });

  it("takes for clusters those that it is told", () => {
    const row = rowOf({ to: "edge", servedBy: { west: 10 } });
    assert.match(trafficTable([row], false, ["west", "edge"]), /answered by west 10, not by edge$/);
    assert.doesNotMatch(trafficTable([row], false), /answered by/);
  });
});
