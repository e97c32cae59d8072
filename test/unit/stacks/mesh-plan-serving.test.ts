import assert from "node:assert/strict";
import type { PrimaryPlan } from "../../../stacks/cluster-plan";
import { type MeshPlan, planMesh } from "../../../stacks/mesh-plan";
import {
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  remoteOnTwoNetworks,
  stackConfig,
  twoNetworks,
} from "../../support/meshes";

const withFields = (places: readonly Place[], wanted: string, fields: object): readonly Place[] =>
  places.map(([name, network, other]) => [
    name,
    network,
    name === wanted ? { ...other, ...fields } : other,
  ]);
const primary = (plan: MeshPlan, name: string): PrimaryPlan =>
  plan.primaries.find((one) => one.name === name) ?? assert.fail(`there is no primary ${name}`);

describe("what tells an istiod that it serves remotes", () => {
  for (const [version, form] of [
    ["1.16.0", "environment"],
    ["1.20.8", "environment"],
    ["1.22.8", "environment"],
    ["1.22-alpha.55f12a68b4f9", "environment"],
    ["1.23.0-rc.1", "value"],
    ["1.23.6", "value"],
  ] as const) {
    it(`is given by ${form} in ${version}, and only where there is a remote`, () => {
      const plan = planMesh(stackConfig(remoteOfOneOfTwo, { mesh: { id: "payments", version } }));
      assert.deepEqual(
        plan.primaries.map((one) => [one.name, one.inForce.externalIstiod]),
        [
          ["east", form],
          ["west", undefined],
        ],
      );
    });
  }
});

describe("the way from a remote to its istiod", () => {
  const istiod = [
    ["tls-istiod", 15012, 15012],
    ["tls-webhook", 15017, 15017],
  ];
  const on443 = ["tls-webhook-443", 443, 15017];
  const status = ["status-port", 15021, 15021];
  const services = ["tls", 15443, 15443];
  const host = "istiod.example.org";

  for (const [access, chosen, extra, customHost] of [
    [undefined, "webhookOn443", [on443], undefined],
    ["webhookOn443", "webhookOn443", [on443], undefined],
    ["resolved", "resolved", [], undefined],
    [{ host }, { host }, [], host],
  ] as const) {
    const what = access === undefined ? "nothing" : JSON.stringify(access);
    const fields = access === undefined ? {} : { controlPlaneAddress: access };
    const ports = (places: readonly Place[]) => {
      const { primaries, remotes } = planMesh(stackConfig(withFields(places, "east", fields)));
      return [...primaries, ...remotes].map(({ name, eastWestGateway }) => [
        name,
        eastWestGateway?.ports.map((one) => [one.name, one.port, one.targetPort]),
      ]);
    };

    it(`opens these ports on one network when its primary says ${what}`, () => {
      assert.deepEqual(ports(remoteOnOneNetwork), [
        ["east", [status, ...istiod, ...extra]],
        ["edge", undefined],
      ]);
    });

    it(`opens these ports on two networks when its primary says ${what}`, () => {
      assert.deepEqual(ports(remoteOnTwoNetworks), [
        ["east", [status, services, ...istiod, ...extra]],
        ["edge", [status, services]],
      ]);
    });

    it(`opens no port of a primary without remotes that says ${what}`, () => {
      assert.deepEqual(ports(twoNetworks), [
        ["east", [status, services]],
        ["west", [status, services]],
      ]);
    });

    it(`is handed to the remote, and a name to its istiod's certificate, when it says ${what}`, () => {
      const plan = planMesh(stackConfig(withFields(remoteOfOneOfTwo, "east", fields)));
      assert.deepEqual(
        plan.remotes.map((one) => one.controlPlaneAccess),
        [chosen],
      );
      assert.equal(primary(plan, "east").customHost, customHost);
      assert.equal(primary(plan, "west").customHost, undefined);
    });
  }

  it("needs no name in the certificate of a primary without remotes", () => {
    const places = withFields(twoNetworks, "east", { controlPlaneAddress: { host } });
    assert.equal(primary(planMesh(stackConfig(places)), "east").customHost, undefined);
  });
});
