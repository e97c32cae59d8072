import assert from "node:assert/strict";
import { overlayProblems } from "../../../../stacks/tuning/overlay-problems";
import type { Overlay } from "../../../../stacks/tuning/schema";

const context = { files: new Map(), isNewer: false, noSpread: undefined };
const found = (overlay: Overlay, installer: string) =>
  overlayProblems(overlay, "overlays[1]", { ...context, installer }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
const k8s = (fields: object) => ({ components: { pilot: { k8s: fields } } });

describe("an overlay of what Helm does not know", () => {
  const overlay = { spec: k8s({ strategy: { type: "Recreate" }, replicaCount: 2 }) };

  it("is refused with installer helm", () => {
    assert.deepEqual(found(overlay, "helm"), [
      "overlays[1].spec.components.pilot.k8s.strategy: is only known to installer operator, and mesh.installer is helm",
    ]);
  });

  it("is fine with installer operator", () => assert.deepEqual(found(overlay, "operator"), []));

  const webhook = (fields: object) => ({ values: { sidecarInjectorWebhook: fields } });
  const webhooks = webhook({ enableNamespacesByDefault: true, reinvocationPolicy: "IfNeeded" });

  it("is refused with installer helm where the stack makes the webhooks itself", () => {
    const reason =
      "is not taken with installer helm: tags inject by webhooks of the stack's own, which have no such setting";
    assert.deepEqual(found(webhooks, "helm"), [
      `overlays[1].values.sidecarInjectorWebhook.enableNamespacesByDefault: ${reason}; take it out, and name the namespaces in istio-mesh:namespaces`,
      `overlays[1].values.sidecarInjectorWebhook.reinvocationPolicy: ${reason}; take it out, it is Never`,
    ]);
  });

  it("is fine with installer operator, which makes the webhooks from Istio's chart", () => {
    assert.deepEqual(found(webhooks, "operator"), []);
  });

  it("is not the rest of what is said of the webhook, which goes into the templates", () => {
    const rest = webhook({ rewriteAppHTTPProbe: false });
    assert.deepEqual(found(rest, "helm"), []);
  });
});
