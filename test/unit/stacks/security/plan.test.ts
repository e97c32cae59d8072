import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import { planSecurity, type SecurityObject } from "../../../../stacks/security/plan";
import { securitySchema } from "../../../../stacks/security/schema";
import type { Exposure } from "../../../../stacks/topology";
import { oneNetwork, remoteOfOneOfTwo, stackConfig } from "../../../support/meshes";
import { withKey } from "../../../support/problems";

const peerAuthentication = (mode: string): SecurityObject => ({
  kind: "PeerAuthentication",
  name: "default",
  spec: { mtls: { mode } },
});
const allowNothing: SecurityObject = {
  kind: "AuthorizationPolicy",
  name: "allow-nothing",
  spec: { action: "ALLOW" },
};
const allowGateways = (...ports: readonly string[]): SecurityObject => ({
  kind: "AuthorizationPolicy",
  name: "allow-eastwestgateway",
  spec: {
    selector: { matchLabels: { istio: "eastwestgateway" } },
    action: "ALLOW",
    rules: [{ to: [{ operation: { ports } }] }],
  },
});

describe("how strict a mesh is", () => {
  const rows: readonly [
    what: string,
    given: object,
    exposes: readonly Exposure[],
    expected: readonly SecurityObject[],
  ][] = [
    ["is Istio's to say if the config does not", {}, ["services", "istiod"], []],
    [
      "can be mutual TLS alone, for all workloads",
      { mtls: "STRICT" },
      ["services"],
      [peerAuthentication("STRICT")],
    ],
    [
      "can be said to be what Istio does by itself",
      { mtls: "PERMISSIVE" },
      [],
      [peerAuthentication("PERMISSIVE")],
    ],
    [
      "can be that nothing is allowed, where there are no gateways",
      { defaultDeny: true },
      [],
      [allowNothing],
    ],
    [
      "leaves gateways between networks open, before all else is closed",
      { defaultDeny: true },
      ["services"],
      [allowGateways("15443"), allowNothing],
    ],
    [
      "leaves the way to istiod open",
      { defaultDeny: true },
      ["istiod"],
      [allowGateways("15012", "15017"), allowNothing],
    ],
    [
      "can be both",
      { mtls: "STRICT", defaultDeny: true },
      ["services", "istiod"],
      [peerAuthentication("STRICT"), allowGateways("15443", "15012", "15017"), allowNothing],
    ],
  ];
  for (const [what, given, exposes, expected] of rows) {
    it(what, () => {
      assert.deepEqual(planSecurity(securitySchema.parse(given), exposes), expected);
    });
  }

  it("is in each primary's plan, with what its gateways and those of its remotes let through", () => {
    const security = { mtls: "STRICT", defaultDeny: true };
    const portsOf = (places: Parameters<typeof stackConfig>[0]) =>
      planMesh(stackConfig(places, { security })).primaries.map((one) => [
        one.name,
        ...one.security.map(({ name, spec }) =>
          spec["rules"] === undefined ? name : JSON.stringify(spec["rules"]),
        ),
      ]);
    const rule = (...ports: string[]) => JSON.stringify([{ to: [{ operation: { ports } }] }]);
    assert.deepEqual(portsOf(remoteOfOneOfTwo), [
      ["east", "default", rule("15443", "15012", "15017"), "allow-nothing"],
      ["west", "default", rule("15443"), "allow-nothing"],
    ]);
    assert.deepEqual(portsOf(oneNetwork), [
      ["east", "default", "allow-nothing"],
      ["west", "default", "allow-nothing"],
    ]);
  });
});

describe("the key security", () => {
  const cases: readonly [rule: string, given: unknown, expected: readonly string[]][] = [
    ["may be empty", {}, []],
    [
      "knows no mode by which a workload would refuse mutual TLS",
      { mtls: "DISABLE" },
      ['istio-mesh:security.mtls: expected one of "STRICT"|"PERMISSIVE", got "DISABLE"'],
    ],
    [
      "has Istio's words in capitals",
      { mtls: "strict" },
      ['istio-mesh:security.mtls: expected one of "STRICT"|"PERMISSIVE", got "strict"'],
    ],
    [
      "denies or does not",
      { defaultDeny: "yes" },
      ['istio-mesh:security.defaultDeny: expected boolean, got "yes"'],
    ],
    [
      "has no others",
      { mTLS: "STRICT" },
      ["istio-mesh:security.mTLS: unknown key, expected one of mtls, defaultDeny"],
    ],
  ];
  for (const [rule, given, expected] of cases) {
    it(rule, () => assert.deepEqual(withKey("security", given), expected));
  }
});
