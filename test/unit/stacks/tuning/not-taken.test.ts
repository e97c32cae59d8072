import assert from "node:assert/strict";
import { checkSpec } from "../../../../stacks/tuning/check-spec";
import { nested } from "../../../../stacks/tuning/json";
import { overlayProblems } from "../../../../stacks/tuning/overlay-problems";
import type { Overlay } from "../../../../stacks/tuning/schema";

const context = { files: new Map(), isNewer: false, noSpread: undefined };
const found = (overlay: Overlay, installer: string) =>
  overlayProblems(overlay, "overlays[0]", { ...context, installer }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

const gateways = "is not taken: gateways are istio-mesh:gateways";
const profiles =
  "is not taken: the stack takes minimal or remote; gateways are istio-mesh:gateways";
const noPlugin =
  "is not taken with installer helm, which does not install the CNI plugin: pods would come without redirection; take it out";

describe("what an overlay says that would go nowhere", () => {
  const byAny: readonly (readonly [place: string, value: unknown, message: string])[] = [
    ["profile", "demo", profiles],
    ["values.profile", "demo", profiles],
    ["values.gateways.istio-ingressgateway", { autoscaleMin: 2 }, gateways],
    ["values.gateways.istio-egressgateway", { enabled: true }, gateways],
    ["components.ingressGateways", [{ name: "in", enabled: true }], gateways],
    ["components.egressGateways", [{ name: "out", enabled: true }], gateways],
    [
      "values.pilot.image",
      "example.org/pilot:1.20.0",
      '"example.org/pilot:1.20.0" is not taken: an image with a / goes past istio-mesh:mesh.hub and istio-mesh:mesh.version; give its name alone, such as pilot',
    ],
  ];
  for (const [place, value, message] of byAny) {
    for (const installer of ["operator", "helm"]) {
      it(`is refused with installer ${installer}: ${place}`, () => {
        const spec = nested(place.split("."), value);
        assert.deepEqual(found(spec, installer), [`overlays[0].${place}: ${message}`]);
        assert.deepEqual(checkSpec(spec), [], "the place is one that Istio knows");
      });
    }
  }

  const byHelm: readonly (readonly [place: string, value: unknown])[] = [
    ["values.istio_cni.enabled", true],
    ["values.pilot.cni.enabled", true],
    ["values.cni", { excludeNamespaces: ["kube-system"] }],
    ["components.cni", { enabled: true }],
  ];
  for (const [place, value] of byHelm) {
    const spec = nested(place.split("."), value);

    it(`is refused with installer helm: ${place}`, () => {
      assert.deepEqual(found(spec, "helm"), [`overlays[0].${place}: ${noPlugin}`]);
    });

    it(`is fine with installer operator: ${place}`, () => {
      assert.deepEqual(found(spec, "operator"), []);
    });
  }

  it("leaves the name of istiod's image alone, and a CNI plugin that is off", () => {
    const values = { pilot: { image: "pilot-debug", cni: { enabled: false } } };
    assert.deepEqual(found({ values }, "helm"), []);
  });

  it("does not hide what is wrong beside it", () => {
    const overlay = {
      values: { gateways: { "istio-ingressgateway": {} }, pilot: { resorces: {} } },
    };
    assert.deepEqual(found(overlay, "operator"), [
      `overlays[0].values.gateways.istio-ingressgateway: ${gateways}`,
      "overlays[0].values.pilot.resorces: unknown field, did you mean resources",
    ]);
  });
});
