import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { parse, parseAllDocuments } from "yaml";
import { buildChartValues } from "../../components/specs/istio-charts";
import { buildOperatorSpec } from "../../components/specs/istio-operator";
import { buildPrimarySpec, type ControlPlaneSpec } from "../../components/specs/istio-values";
import { planMesh } from "../../stacks/mesh-plan";
import { isObject, type JsonObject, valueAt } from "../../stacks/tuning/json";
import { ensureParts } from "../../toolchain/parts";
import { oneCluster, stackConfig } from "../support/meshes";
import { everyKey } from "../support/tunings";

/** What the operator's own code renders, by `kind name`; it has no cluster and asks for none. */
function rendered(istioctl: string, spec: JsonObject): (object: string, path: string) => unknown {
  const operator = {
    apiVersion: "install.istio.io/v1alpha1",
    kind: "IstioOperator",
    spec: { profile: "minimal", ...spec },
  };
  const text = execFileSync(istioctl, ["manifest", "generate", "--component", "Pilot", "-f", "-"], {
    input: JSON.stringify(operator),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const documents = parseAllDocuments(text);
  assert.ok(!("empty" in documents));
  const objects = documents.map((one) => one.toJS() as unknown).filter(isObject);
  return (object, path) => {
    const found = objects.find(
      (one) => object === `${String(one["kind"])} ${String(valueAt(one, ["metadata", "name"]))}`,
    );
    return path.split("/").reduce<unknown>((value, step) => {
      const inner = typeof value === "string" ? (parse(value) as unknown) : value;
      return Array.isArray(inner) ? (inner as unknown[])[Number(step)] : valueAt(inner, [step]);
    }, found);
  };
}

/** What a control plane with a tuning is made from, whoever installs it. */
function shipped(tuning: JsonObject): ControlPlaneSpec {
  const [primary] = planMesh(stackConfig(oneCluster, { tuning }), new Map()).primaries;
  assert.ok(primary);
  return buildPrimarySpec(primary, primary.controlPlanes[0]).spec;
}

const pod = "spec/template/spec";
const container = `${pod}/containers/0`;
const proxy = "data/values/global/proxy";

/** Where each key lands. */
const landings: readonly (readonly [object: string, path: string, expected: unknown])[] = [
  ["HorizontalPodAutoscaler istiod", "spec/minReplicas", 2],
  ["HorizontalPodAutoscaler istiod", "spec/maxReplicas", 6],
  [
    "HorizontalPodAutoscaler istiod",
    "spec/metrics/0/resource/target",
    { type: "Utilization", averageUtilization: 60 },
  ],
  ["Deployment istiod", "spec/replicas", undefined],
  [
    "Deployment istiod",
    `${container}/resources`,
    { requests: { cpu: "1", memory: "3Gi" }, limits: { cpu: "8", memory: "4Gi" } },
  ],
  ["Deployment istiod", `${pod}/nodeSelector`, everyKey.istiod.nodeSelector],
  ["Deployment istiod", `${pod}/tolerations`, everyKey.istiod.tolerations],
  [
    "Deployment istiod",
    `${pod}/topologySpreadConstraints`,
    everyKey.istiod.topologySpreadConstraints,
  ],
  ["PodDisruptionBudget istiod", "spec", undefined],
  ["Deployment istiod", `${container}/args/2`, "--log_output_level=ads:debug,default:warn"],
  [
    "ConfigMap istio-sidecar-injector",
    `${proxy}/resources`,
    { requests: { cpu: "200m", memory: "64Mi" }, limits: { cpu: "4", memory: "2Gi" } },
  ],
  ["ConfigMap istio-sidecar-injector", `${proxy}/logLevel`, "info"],
  ["ConfigMap istio", "data/mesh/defaultConfig/concurrency", 0],
  ["ConfigMap istio", "data/mesh/defaultConfig/holdApplicationUntilProxyStarts", true],
  ["ConfigMap istio", "data/mesh/defaultConfig/terminationDrainDuration", "45s"],
  [
    "ConfigMap istio",
    "data/mesh/defaultConfig/proxyMetadata",
    { ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" },
  ],
  ["ConfigMap istio", "data/mesh/outboundTrafficPolicy", { mode: "REGISTRY_ONLY" }],
  ["ConfigMap istio", "data/mesh/accessLogFile", "/dev/stderr"],
  ["ConfigMap istio", "data/mesh/accessLogEncoding", "JSON"],
  ["ConfigMap istio", "data/mesh/accessLogFormat", '{"path":"%REQ(:PATH)%"}'],
];

describe("tuning, rendered by Istio's own code", () => {
  let istioctl = "";
  before(async function () {
    this.timeout(0);
    ({ istioctl } = await ensureParts(["istioctl"]));
  });

  const asOperator = (raw: JsonObject) => ({ ...buildOperatorSpec("minimal", shipped(raw)) });
  const ways: readonly [way: string, specOf: (raw: JsonObject) => JsonObject][] = [
    ["as an IstioOperator's spec", asOperator],
    ["as Helm's values alone", (raw) => ({ values: buildChartValues(shipped(raw)) })],
  ];
  for (const [way, specOf] of ways) {
    it(`has every key in its object, ${way}`, () => {
      const at = rendered(istioctl, specOf(everyKey));
      const found = landings.map(([object, path]) => [object, path, at(object, path)]);
      assert.deepEqual(found, landings);
      const env = at("Deployment istiod", `${container}/env`) as readonly JsonObject[];
      assert.deepEqual(
        env.filter((one) => one["name"] === "PILOT_HTTP10"),
        [{ name: "PILOT_HTTP10", value: "1" }],
      );
    });

    it(`has no autoscaler where the number of replicas is fixed, ${way}`, () => {
      const at = rendered(istioctl, specOf({ istiod: { minReplicas: 3, maxReplicas: 3 } }));
      assert.equal(at("HorizontalPodAutoscaler istiod", "kind"), undefined);
      assert.equal(at("Deployment istiod", "spec/replicas"), 3);
      assert.equal(at("PodDisruptionBudget istiod", "kind"), "PodDisruptionBudget");
    });

    it(`has the settings of istiod's objects that an overlay gives, ${way}`, () => {
      const k8s = {
        replicaCount: 2,
        hpaSpec: { minReplicas: 3, maxReplicas: 4 },
        resources: { requests: { cpu: "250m" } },
        nodeSelector: { pool: "mesh" },
        tolerations: [{ key: "mesh", operator: "Exists" }],
        affinity: { nodeAffinity: {} },
        podAnnotations: { team: "mesh" },
        serviceAnnotations: { zone: "a" },
        env: [{ name: "PILOT_HTTP10", value: "1" }],
      };
      const at = rendered(istioctl, specOf({ overlays: [{ components: { pilot: { k8s } } }] }));
      assert.equal(at("HorizontalPodAutoscaler istiod", "spec/minReplicas"), 3);
      assert.equal(at("HorizontalPodAutoscaler istiod", "spec/maxReplicas"), 4);
      assert.deepEqual(at("Deployment istiod", `${container}/resources/requests`), {
        cpu: "250m",
        memory: "2048Mi",
      });
      assert.deepEqual(at("Deployment istiod", `${pod}/nodeSelector`), k8s.nodeSelector);
      assert.deepEqual(at("Deployment istiod", `${pod}/tolerations`), k8s.tolerations);
      assert.deepEqual(at("Deployment istiod", `${pod}/affinity`), k8s.affinity);
      assert.equal(at("Deployment istiod", "spec/template/metadata/annotations/team"), "mesh");
      assert.deepEqual(at("Service istiod", "metadata/annotations"), { zone: "a" });
      const env = at("Deployment istiod", `${container}/env`) as readonly JsonObject[];
      assert.ok(env.some((one) => one["name"] === "PILOT_HTTP10" && one["value"] === "1"));
    });
  }

  it("has what only the operator knows", () => {
    const k8s = { strategy: { rollingUpdate: { maxSurge: "50%" } } };
    const at = rendered(istioctl, asOperator({ overlays: [{ components: { pilot: { k8s } } }] }));
    assert.equal(at("Deployment istiod", "spec/strategy/rollingUpdate/maxSurge"), "50%");
  });
});
