import assert from "node:assert/strict";
import { oneCluster, rawConfig } from "../../support/meshes";
import { problems, warnings } from "../../support/problems";

const forEver = "a drain of their node would wait for ever";
const least = (count: number | string, pods: number) =>
  `minAvailable: ${count} of ${pods} pods at least: ${forEver}; give maxUnavailable: 1, or minReplicas of more`;
const none = `maxUnavailable: no pod may be away: ${forEver}; give 1, or disruptionBudget: false`;

describe("a disruption budget", () => {
  const cases: readonly (readonly [budget: unknown, minReplicas: number, expected?: string])[] = [
    [{ minAvailable: 3 }, 1, least(3, 1)],
    [{ minAvailable: 2 }, 2, least(2, 2)],
    [{ minAvailable: "100%" }, 3, least("100%", 3)],
    [{ minAvailable: "50%" }, 1, least("50%", 1)],
    [{ minAvailable: "67%" }, 3, least("67%", 3)],
    [{ maxUnavailable: 0 }, 4, none],
    [{ maxUnavailable: "0%" }, 4, none],
    [{ minAvailable: 1 }, 2],
    [{ minAvailable: "50%" }, 2],
    [{ minAvailable: 0 }, 1],
    [{ maxUnavailable: 1 }, 1],
    [{ maxUnavailable: "1%" }, 1],
    [false, 1],
    [undefined, 1],
  ];
  for (const [disruptionBudget, minReplicas, expected] of cases) {
    const raw = rawConfig(oneCluster, { eastWestGateway: { disruptionBudget, minReplicas } });
    const rule = expected === undefined ? "can be met" : "is warned of, it cannot be met";
    it(`${rule}: ${JSON.stringify(disruptionBudget)} of ${minReplicas} pods`, () => {
      const at = "istio-mesh:eastWestGateway.disruptionBudget.";
      assert.deepEqual(warnings(raw), expected === undefined ? [] : [at + expected]);
      assert.deepEqual(problems(raw), []);
    });
  }

  it("of any other gateway is warned of with its place", () => {
    const gateways = [
      { name: "in", kind: "ingress" },
      { name: "out", kind: "egress", disruptionBudget: { maxUnavailable: 0 } },
    ];
    assert.deepEqual(warnings(rawConfig(oneCluster, { gateways })), [
      `istio-mesh:gateways[1].disruptionBudget.${none}`,
    ]);
  });
});
