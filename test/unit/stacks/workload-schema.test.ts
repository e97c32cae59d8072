import assert from "node:assert/strict";
import { workloadSchema } from "../../../stacks/workload-schema";
import { withKey } from "../../support/problems";

const at = "istio-mesh:eastWestGateway";
const tuned = (tuning: object) =>
  withKey("eastWestGateway", tuning).map((one) => one.replace(`${at}.`, ""));

const zone = "topology.kubernetes.io/zone";
const label =
  "a name of at most 63 of A-Z, a-z, 0-9, -, _ and ., and before it a domain and / if you like";
const value = "at most 63 of A-Z, a-z, 0-9, -, _ and ., with a letter or digit at the ends";
const budget =
  "expected { maxUnavailable } or { minAvailable }, a number of pods or a percentage such as 50%, or false";

describe("the tuning of a workload", () => {
  it("has no default of its own", () => {
    assert.deepEqual(workloadSchema.parse({}), {});
  });

  const fine: readonly object[] = [
    { resources: {}, maxReplicas: 1 },
    { resources: { requests: { cpu: "2" }, limits: { cpu: 2, memory: "1Gi" } } },
    { resources: { limits: { cpu: "2" } } },
    { nodeSelector: { "kubernetes.io/os": "linux", disk: "" } },
    { tolerations: [{ operator: "Exists" }, { key: "edge", value: "yes", effect: "NoSchedule" }] },
    { tolerations: [{ key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 0 }] },
    {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: "DoNotSchedule", minDomains: 2 },
        {
          maxSkew: 1,
          topologyKey: zone,
          whenUnsatisfiable: "ScheduleAnyway",
          matchLabelKeys: ["pod-template-hash"],
          labelSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["a"] }] },
        },
      ],
    },
    { disruptionBudget: false },
    { disruptionBudget: { maxUnavailable: 0 } },
    { disruptionBudget: { minAvailable: "100%" } },
    { minReplicas: 3, maxReplicas: 3 },
  ];
  for (const one of fine) {
    it(`may be ${JSON.stringify(one)}`, () => assert.deepEqual(tuned(one), []));
  }

  const refused: readonly [rule: string, tuning: object, ...problems: string[]][] = [
    [
      "a quantity is one of its kind",
      { resources: { requests: { cpu: "1Gi" }, limits: { memory: 1.5 } } },
      'resources.requests.cpu: expected CPUs such as 500m, 0.5 or 2, at least 1m and below 1000, got "1Gi"',
      "resources.limits.memory: expected bytes such as 512Mi, 2Gi or 1G, a whole number of them, got 1.5",
    ],
    [
      "there are requests and limits of CPU and memory",
      { resources: { request: {}, limits: { gpu: 1 } } },
      "resources.limits.gpu: unknown key, expected one of cpu, memory",
      "resources.request: unknown key, expected one of requests, limits",
    ],
    [
      "a pod asks for no more than it gets",
      {
        resources: {
          requests: { cpu: 2, memory: "1Gi" },
          limits: { cpu: "1500m", memory: "1000M" },
        },
      },
      "resources.requests.cpu: expected no more than limits.cpu, which is 1500m, got 2",
      'resources.requests.memory: expected no more than limits.memory, which is 1G, got "1Gi"',
    ],
    [
      "a label has a key and a value of their form",
      { nodeSelector: { "a b": "x", "Example.org/a": "y", ok: "-", number: 1 } },
      `nodeSelector.a b: no such key can be, expected a label's key, such as role or example.org/role (${label})`,
      `nodeSelector.Example.org/a: no such key can be, expected a label's key, such as role or example.org/role (${label})`,
      `nodeSelector.ok: expected a label's value (${value}), got "-"`,
      "nodeSelector.number: expected a text, in quotes, got 1",
    ],
    [
      "a toleration says of which taint it is",
      { tolerations: [{ effect: "NoSchedule" }] },
      'tolerations[0]: expected a key, or operator: Exists for all taints, got {"effect":"NoSchedule"}',
    ],
    [
      "a toleration of any value has none",
      { tolerations: [{ operator: "Exists", value: "x" }] },
      'tolerations[0]: expected no value with operator: Exists, got {"operator":"Exists","value":"x"}',
    ],
    [
      "a pod that is let stay for a while was to be evicted",
      { tolerations: [{ operator: "Exists", tolerationSeconds: 5 }] },
      'tolerations[0]: expected effect: NoExecute with tolerationSeconds, got {"operator":"Exists","tolerationSeconds":5}',
    ],
    [
      "a spread says over what, how evenly and how strictly",
      { topologySpreadConstraints: [{}] },
      "topologySpreadConstraints[0].maxSkew: missing, expected number",
      `topologySpreadConstraints[0].topologyKey: missing, expected a text`,
      'topologySpreadConstraints[0].whenUnsatisfiable: missing, expected one of "DoNotSchedule"|"ScheduleAnyway"',
    ],
    [
      "a number of places is for a strict spread",
      {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: "z", whenUnsatisfiable: "ScheduleAnyway", minDomains: 2 },
        ],
      },
      'topologySpreadConstraints[0]: expected whenUnsatisfiable: DoNotSchedule with minDomains, got {"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"ScheduleAnyway","minDomai...',
    ],
    [
      "no spread is said twice",
      {
        topologySpreadConstraints: [1, 2].map((maxSkew) => ({
          maxSkew,
          topologyKey: "z",
          whenUnsatisfiable: "DoNotSchedule",
        })),
      },
      'topologySpreadConstraints: expected each topologyKey and whenUnsatisfiable together once, got [{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"},{"maxSke...',
    ],
    [
      "a budget is not both",
      { disruptionBudget: { maxUnavailable: 1, minAvailable: 1 } },
      `disruptionBudget: ${budget}, got {"maxUnavailable":1,"minAvailable":1}`,
    ],
    [
      "a budget is switched off by false only",
      { disruptionBudget: true },
      `disruptionBudget: ${budget}, got true`,
    ],
    [
      "a budget is at most all pods",
      { disruptionBudget: { minAvailable: "101%" } },
      'disruptionBudget.minAvailable: expected a percentage such as 50%, got "101%"',
    ],
    [
      "there are no fewer pods at most than at least",
      { minReplicas: 3, maxReplicas: 2 },
      "minReplicas: 3 is more than maxReplicas, which is 2",
    ],
    [
      "a number of pods that changes needs a measure",
      { resources: { requests: { memory: "1Gi" } }, minReplicas: 2 },
      "resources.requests.cpu: missing, by it the autoscaler measures how busy pods are; give it, or maxReplicas: 2",
    ],
  ];
  for (const [rule, tuning, ...expected] of refused) {
    it(`is refused with what is allowed: ${rule}`, () => assert.deepEqual(tuned(tuning), expected));
  }
});
