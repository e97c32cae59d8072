import assert from "node:assert/strict";
import { type LiveObject, securityProblems } from "../../../../stacks/security/live";
import { planSecurity } from "../../../../stacks/security/plan";

const [strict, , allowNothing] = planSecurity({ mtls: "STRICT", defaultDeny: true }, ["services"]);
assert.ok(strict && allowNothing);

const annotations = { "istio-mesh/made-for": "security" };
const object = (name: string, spec?: object, isOurs = false): LiveObject => ({
  metadata: { name, ...(isOurs ? { annotations } : {}) },
  ...(spec === undefined ? {} : { spec: spec as Readonly<Record<string, unknown>> }),
});
const problems = (wanted: typeof strict, ...live: readonly LiveObject[]) =>
  securityProblems(wanted, live, "east", "istio-mesh:security").map(
    ({ path, message }) => `${path}: ${message}`,
  );

const mode = { mtls: { mode: "PERMISSIVE" } };
const selector = { matchLabels: { app: "legacy" } };

describe("a PeerAuthentication for the whole mesh", () => {
  it("is fine where there is none, or the stack's, whatever its mode", () => {
    assert.deepEqual(problems(strict), []);
    assert.deepEqual(problems(strict, object("default", mode, true)), []);
  });

  it("is refused where somebody else's has its name", () => {
    const message =
      'istio-mesh:security.mtls: PeerAuthentication "default" of istio-system is on cluster "east" already, and not the stack\'s; delete it, or leave it to the stack: kubectl annotate peerauthentication default -n istio-system istio-mesh/made-for=security';
    assert.deepEqual(problems(strict, object("default", mode)), [message]);
    const others = { metadata: { name: "default", annotations: { "istio-mesh/made-for": "x" } } };
    assert.deepEqual(problems(strict, others), [message]);
  });

  it("is refused where another one is for the whole mesh: istiod takes the older", () => {
    const rival = (name: string) =>
      `istio-mesh:security.mtls: PeerAuthentication "${name}" of istio-system on cluster "east" is for the whole mesh, as the stack's "default" is, and istiod takes the older of two; delete it: kubectl delete peerauthentication ${name} -n istio-system`;
    assert.deepEqual(
      problems(
        strict,
        object("a", mode),
        object("b"),
        object("c", { ...mode, selector: {} }),
        object("d", { ...mode, selector }),
        object("default", mode, true),
      ),
      ["a", "b", "c"].map(rival),
    );
  });

  it("is refused where somebody has added to it what would make it one of some workloads", () => {
    assert.deepEqual(problems(strict, object("default", { ...mode, selector }, true)), [
      'istio-mesh:security.mtls: PeerAuthentication "default" of istio-system on cluster "east" has got a spec.selector that is not the stack\'s, and that up would leave there; take it out: kubectl patch peerauthentication default -n istio-system --type=json -p \'[{"op":"remove","path":"/spec/selector"}]\'',
    ]);
  });
});

describe("a policy that allows nothing", () => {
  it("is fine beside others, of which there may be any number", () => {
    const others = [object("shop", { rules: [{}] }), object("all")];
    const own = object("allow-nothing", { action: "ALLOW" }, true);
    assert.deepEqual(problems(allowNothing, own, ...others), []);
  });

  it("is refused where somebody else's has its name", () => {
    assert.deepEqual(problems(allowNothing, object("allow-nothing", {})), [
      'istio-mesh:security.defaultDeny: AuthorizationPolicy "allow-nothing" of istio-system is on cluster "east" already, and not the stack\'s; delete it, or leave it to the stack: kubectl annotate authorizationpolicy allow-nothing -n istio-system istio-mesh/made-for=security',
    ]);
  });

  it("is refused where somebody has added what would allow something: up leaves that there", () => {
    const added = object("allow-nothing", { action: "ALLOW", selector, rules: [{}] }, true);
    const message = (field: string) =>
      `istio-mesh:security.defaultDeny: AuthorizationPolicy "allow-nothing" of istio-system on cluster "east" has got a spec.${field} that is not the stack's, and that up would leave there; take it out: kubectl patch authorizationpolicy allow-nothing -n istio-system --type=json -p '[{"op":"remove","path":"/spec/${field}"}]'`;
    assert.deepEqual(problems(allowNothing, added), [message("selector"), message("rules")]);
  });
});
