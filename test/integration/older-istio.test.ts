import assert from "node:assert/strict";
import { ensureParts, partNames } from "../../toolchain/parts";
import {
  ISTIO_VERSION,
  OLDER_ISTIO_VERSION,
  PREVIOUS_ISTIO_VERSION,
} from "../../toolchain/releases";
import { sampleNamespace } from "../../sandbox/traffic/sample";
import { patchSuite } from "./suites/control-planes/patch";
import { Checkout } from "./support/checkout";
import { controlPlanesOf } from "./support/control-planes";
import { byHelm, editStack } from "./support/edit-stack";
import { startMesh } from "./support/example-mesh";
import { identities, injectedBy, restart } from "./support/identities";
import type { MeshUnderTest } from "./support/mesh-under-test";
import { sampleOf, underTraffic } from "./support/traffic";

describe("from an Istio of six minor versions ago to this one", () => {
  let started: MeshUnderTest | undefined;
  let checkout: Checkout | undefined;
  const mesh = (): MeshUnderTest => {
    assert.ok(started, "the mesh was started");
    return started;
  };
  const cluster = () => mesh().cluster("east");
  const gatewayBy = () => injectedBy(cluster(), "istio-system", "istio=eastwestgateway");
  const echoBy = () => injectedBy(cluster(), sampleNamespace, "app=echo");

  before("the older one is built and installed by its operator", async function () {
    this.timeout(1_800_000);
    await ensureParts(partNames("older-istio"));
    checkout = Checkout.create();
    const example = checkout.read("stacks/examples/single.yaml");
    checkout.write("Pulumi.single.yaml", example.replace(ISTIO_VERSION, OLDER_ISTIO_VERSION));
    started = await startMesh(checkout, "single");
    editStack(started, [["clusters", 0, "eastWestGateway"], true]);
    await started.stack.up();
  });

  after("nothing runs on", async () => {
    await checkout?.sandbox("down");
    checkout?.remove();
  });

  it("the older istiod serves the older proxies", async () => {
    await sampleOf(mesh());
    assert.deepEqual(await controlPlanesOf(cluster()), { default: OLDER_ISTIO_VERSION });
  });

  it("it moves to Helm in place, with the charts of its own time", async () => {
    const before = await identities(cluster());
    editStack(mesh(), ...byHelm);
    await underTraffic(mesh(), () => mesh().stack.up());
    assert.deepEqual(await identities(cluster()), before);
  });

  it("so wide a step is refused until it is accepted", async () => {
    editStack(mesh(), [["upgrade"], { version: PREVIOUS_ISTIO_VERSION, revision: "now" }]);
    const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /istio-mesh:upgrade\.version: .* step of 6 minor versions/);
    editStack(mesh(), [["upgrade", "acceptSkew"], true]);
  });

  it("the new istiod comes beside it, takes the gateways, and each workload at its restart", async () => {
    await underTraffic(mesh(), () => mesh().stack.up());
    assert.deepEqual(await controlPlanesOf(cluster()), {
      default: OLDER_ISTIO_VERSION,
      now: PREVIOUS_ISTIO_VERSION,
    });
    editStack(mesh(), [["tags"], { default: "now" }]);
    await underTraffic(mesh(), () => mesh().stack.up());
    assert.deepEqual([await gatewayBy(), await echoBy()], [["now"], ["default"]]);
    await restart(cluster(), sampleNamespace, "echo");
    assert.deepEqual(await echoBy(), ["now"]);
  });

  it("and the older one goes", async () => {
    editStack(
      mesh(),
      [["mesh", "version"], PREVIOUS_ISTIO_VERSION],
      [["mesh", "revision"], "now"],
      [["upgrade"], undefined],
      [["tags"], undefined],
    );
    await underTraffic(mesh(), () => mesh().stack.up());
    assert.deepEqual(await controlPlanesOf(cluster()), { now: PREVIOUS_ISTIO_VERSION });
  });

  patchSuite(mesh);
});
