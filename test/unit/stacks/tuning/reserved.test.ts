import assert from "node:assert/strict";
import { checkSpec } from "../../../../stacks/tuning/check-spec";
import { nested } from "../../../../stacks/tuning/json";
import { reservedIn } from "../../../../stacks/tuning/reserved";

describe("what the topology needs", () => {
  /** By place, an example of what somebody might say there, and what says it. */
  const places: readonly [place: string, value: unknown, by: string][] = [
    ["hub", "example.org", "istio-mesh:mesh.hub"],
    ["tag", "1.20.0", "istio-mesh:mesh.version"],
    ["revision", "canary", "the stack itself"],
    ["namespace", "istio", "the stack itself"],
    ["values.revision", "canary", "the stack itself"],
    ["values.global.hub", "example.org", "istio-mesh:mesh.hub"],
    ["values.global.meshID", "other", "istio-mesh:mesh.id"],
    ["values.global.network", "other", "istio-mesh:clusters[].network"],
    ["values.global.multiCluster.clusterName", "other", "istio-mesh:clusters[].name"],
    ["values.global.remotePilotAddress", "10.0.0.1", "istio-mesh:clusters[].controlPlaneAddress"],
    ["values.istiodRemote.injectionPath", "/inject", "istio-mesh:clusters[].primary"],
    ["values.pilot.tag", "1.20.0", "istio-mesh:mesh.version"],
    ["values.pilot.env.CLUSTER_ID", "other", "istio-mesh:clusters[].name"],
    ["values.pilot.env.ISTIO_MULTIROOT_MESH", "false", "istio-mesh:certificates"],
    ["values.meshConfig.trustDomain", "other", "istio-mesh:mesh.trustDomain"],
    ["meshConfig.trustDomain", "other", "istio-mesh:mesh.trustDomain"],
    ["meshConfig.defaultConfig.discoveryAddress", "x:15012", "istio-mesh:clusters[].primary"],
    [
      "meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT",
      "false",
      "istio-mesh:certificates",
    ],
    ["components.pilot.enabled", false, "istio-mesh:clusters[].primary"],
    ["components.pilot.tag", "1.20.0", "istio-mesh:mesh.version"],
  ];
  for (const [place, value, by] of places) {
    it(`cannot be overlaid, nor removed: ${place}`, () => {
      for (const given of [value, null]) {
        const spec = nested(place.split("."), given);
        const [one, ...others] = reservedIn(spec);
        assert.equal(one?.message, `cannot be given here, ${by} says it; take it out`);
        assert.ok(`.${place}`.startsWith(one.path), one.path);
        assert.deepEqual(others, []);
        assert.deepEqual(checkSpec(spec), [], "the place is one that Istio knows");
      }
    });
  }

  it("cannot be given as istiod's environment variable in a list", () => {
    const env = [
      { name: "A", value: "1" },
      { name: "EXTERNAL_ISTIOD", value: "false" },
    ];
    assert.deepEqual(reservedIn({ components: { pilot: { k8s: { env } } } }), [
      {
        path: ".components.pilot.k8s.env[1]",
        message: "cannot be given here, istio-mesh:clusters[].primary says it; take it out",
      },
    ]);
  });

  it("cannot be given as one of the stack's own annotations", () => {
    const podAnnotations = { "istio-mesh/plan": "0", team: "mesh" };
    const found = reservedIn({
      values: { pilot: { podAnnotations } },
      components: { pilot: { k8s: { podAnnotations } } },
    });
    assert.deepEqual(
      found.map((one) => one.path),
      [
        ".values.pilot.podAnnotations.istio-mesh/plan",
        ".components.pilot.k8s.podAnnotations.istio-mesh/plan",
      ],
    );
  });

  it("leaves what stands beside it alone", () => {
    const spec = {
      meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" } } },
      values: {
        global: { multiCluster: { enabled: true } },
        pilot: { env: { PILOT_HTTP10: "1" } },
      },
    };
    assert.deepEqual(reservedIn(spec), []);
  });
});
