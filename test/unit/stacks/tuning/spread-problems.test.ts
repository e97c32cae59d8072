import assert from "node:assert/strict";
import { rawConfig } from "../../../support/meshes";
import { problems } from "../../../support/problems";

describe("a constraint on how istiod's pods spread", () => {
  const topologySpreadConstraints = [
    { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway" },
  ];
  const typed = { istiod: { topologySpreadConstraints } };
  const overlaid = { overlays: [{}, { values: { pilot: { topologySpreadConstraints } } }] };
  /** What is wrong with it at the mesh and at the clusters east and west. */
  const found = (tuning: object, version: string, upgrade?: object) => {
    const places = ["east", "west"].map((name) => [name, "net", { tuning }] as const);
    const mesh = { id: "payments", version, installer: "helm" };
    const other = { mesh, tuning, ...(upgrade ? { upgrade } : {}) };
    return problems(rawConfig(places, other)).map((one) => one.replaceAll("istio-mesh:", ""));
  };
  const message = (version: string, key: string) =>
    `Istio ${version} has no setting for it, expected ${key} 1.19 or newer; until then take it out and say values.pilot.affinity in an overlay`;
  const everywhere = ["tuning", "clusters[0].tuning", "clusters[1].tuning"];
  const from18 = { version: "1.18.7", revision: "1-18-7" };

  for (const [where, tuning, place] of [
    ["as a key", typed, "istiod.topologySpreadConstraints"],
    ["in an overlay", overlaid, "overlays[1].values.pilot.topologySpreadConstraints"],
  ] as const) {
    it(`is refused ${where}, wherever it stands, with an Istio before 1.19, which has no setting for it`, () => {
      assert.deepEqual(
        found(tuning, "1.18.7"),
        everywhere.map((one) => `${one}.${place}: ${message("1.18.7", "mesh.version")}`),
      );
    });

    it(`is refused ${where} with such an Istio beside a newer one: both get it`, () => {
      assert.deepEqual(
        found(tuning, "1.19.10", from18),
        everywhere.map((one) => `${one}.${place}: ${message("1.18.7", "upgrade.version")}`),
      );
    });

    it(`is refused ${where} only where such an Istio is`, () => {
      assert.deepEqual(
        found(tuning, "1.19.10", { ...from18, clusters: ["west"] }),
        ["tuning", "clusters[1].tuning"].map(
          (one) => `${one}.${place}: ${message("1.18.7", "upgrade.version")}`,
        ),
      );
    });

    it(`is fine ${where} from 1.19 on`, () => {
      const upgrade = { version: "1.20.0", revision: "1-20-0" };
      assert.deepEqual([found(tuning, "1.19.0", upgrade), found(tuning, "1.31.0")], [[], []]);
    });
  }

  it("may be taken away in an overlay with any Istio", () => {
    const overlays = [{ values: { pilot: { topologySpreadConstraints: null } } }];
    assert.deepEqual(found({ overlays }, "1.18.7"), []);
  });
});
