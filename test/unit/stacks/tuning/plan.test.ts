import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import type { OverlayFiles } from "../../../../stacks/tuning/overlay";
import { planTuning } from "../../../../stacks/tuning/plan";
import { remoteOfOneOfTwo, stackConfig } from "../../../support/meshes";
import { everyKey, tuning } from "../../../support/tunings";

type Raw = Readonly<Record<string, unknown>>;

const plan = (mesh?: Raw, cluster?: Raw, files: OverlayFiles = new Map()) =>
  planTuning(mesh && tuning(mesh), cluster && tuning(cluster), files);

describe("the plan of a cluster's tuning", () => {
  it("is empty where nothing is said", () => {
    const nothing = { meshConfig: {}, values: {}, components: {} };
    assert.deepEqual(plan(), nothing);
    assert.deepEqual(plan({}, { istiod: {}, proxy: { resources: {} } }), {
      ...nothing,
      values: { global: { proxy: { resources: {} } } },
    });
  });

  it("turns each key into what Istio calls it", () => {
    assert.deepEqual(plan(everyKey), {
      meshConfig: {
        outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
        accessLogFile: "/dev/stderr",
        accessLogEncoding: "JSON",
        accessLogFormat: '{"path":"%REQ(:PATH)%"}',
        defaultConfig: {
          concurrency: 0,
          holdApplicationUntilProxyStarts: true,
          terminationDrainDuration: "45s",
          proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" },
        },
      },
      values: {
        pilot: {
          autoscaleEnabled: true,
          autoscaleMin: 2,
          autoscaleMax: 6,
          cpu: { targetAverageUtilization: 60 },
          resources: { requests: { cpu: "1", memory: "3Gi" }, limits: { cpu: "8", memory: "4Gi" } },
          nodeSelector: { pool: "mesh" },
          tolerations: [{ key: "mesh", operator: "Exists", effect: "NoSchedule" }],
          topologySpreadConstraints: everyKey.istiod.topologySpreadConstraints,
          env: { PILOT_HTTP10: "1" },
        },
        global: {
          defaultPodDisruptionBudget: { enabled: false },
          logging: { level: "ads:debug,default:warn" },
          proxy: {
            logLevel: "info",
            resources: {
              requests: { cpu: "200m", memory: "64Mi" },
              limits: { cpu: "4", memory: "2Gi" },
            },
          },
        },
      },
      components: {},
    });
  });

  it("goes by the mesh's keys, its overlays, the cluster's keys, its overlays, the last one first", () => {
    const overlay = (level: string) => ({ values: { global: { logging: { level } } } });
    const layers: readonly (readonly [Raw | undefined, Raw | undefined, level: string])[] = [
      [{ istiod: { logLevel: "info" } }, undefined, "info"],
      [{ istiod: { logLevel: "info" }, overlays: [overlay("warn")] }, undefined, "warn"],
      [{ overlays: [overlay("warn"), overlay("error")] }, undefined, "error"],
      [{ overlays: [overlay("warn")] }, { istiod: { logLevel: "debug" } }, "debug"],
      [{}, { istiod: { logLevel: "debug" }, overlays: [overlay("none")] }, "none"],
    ];
    for (const [mesh, cluster, level] of layers) {
      assert.deepEqual(plan(mesh, cluster).values, { global: { logging: { level } } });
    }
  });

  it("merges objects, replaces lists, and removes what is null", () => {
    const mesh = {
      istiod: {
        nodeSelector: { pool: "mesh", zone: "a" },
        tolerations: [{ key: "mesh" }, { key: "other" }],
      },
    };
    const cluster = {
      istiod: { nodeSelector: { disk: "ssd" }, tolerations: [{ key: "mine" }] },
      overlays: [{ values: { pilot: { nodeSelector: { zone: null } } } }],
    };
    assert.deepEqual(plan(mesh, cluster).values, {
      pilot: { nodeSelector: { pool: "mesh", disk: "ssd" }, tolerations: [{ key: "mine" }] },
    });
  });

  it("removes a whole part that is null, but not what comes after", () => {
    const accessLog = plan({ accessLog: true, overlays: [{ meshConfig: null }] });
    assert.deepEqual(accessLog.meshConfig, {});
    const later = plan({ overlays: [{ meshConfig: null }] }, { outboundTraffic: "REGISTRY_ONLY" });
    assert.deepEqual(later.meshConfig, { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } });
  });

  it("takes an overlay as an object, as a JSON text and from a file, with or without spec", () => {
    const values = { global: { proxy: { logLevel: "debug" } } };
    const files = new Map([
      ["a.yml", "# of the mesh\nspec:\n  values: { global: { proxy: { logLevel: debug } } }\n"],
      ["b.json", JSON.stringify({ values })],
      [
        "c.yml",
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: x }\n" +
          "spec: { values: { global: { proxy: { logLevel: debug } } } }\n---\n",
      ],
    ]);
    const overlays = [
      { spec: { values } },
      { values },
      JSON.stringify({ spec: { values } }),
      JSON.stringify({ values }),
      { file: "a.yml" },
      { file: "b.json" },
      { file: "c.yml" },
    ];
    for (const overlay of overlays) {
      assert.deepEqual(plan({ overlays: [overlay] }, undefined, files).values, values);
    }
  });

  it("keeps values.meshConfig where the rest of the mesh's config is, and lets it win there", () => {
    const overlay = {
      meshConfig: { enableTracing: false, ingressClass: "istio" },
      values: { meshConfig: { enableTracing: true } },
    };
    assert.deepEqual(plan({ overlays: [overlay] }), {
      meshConfig: { enableTracing: true, ingressClass: "istio" },
      values: {},
      components: {},
    });
  });

  it("keeps what is beside the parts among the values, where the charts have it", () => {
    assert.deepEqual(plan({ overlays: [{ compatibilityVersion: "1.21" }] }), {
      meshConfig: {},
      values: { compatibilityVersion: "1.21" },
      components: {},
    });
  });

  it("lets a cluster's keys win over the same setting of istiod's objects in the mesh's overlay", () => {
    const k8s = { resources: { requests: { cpu: "2" } }, hpaSpec: { minReplicas: 3 } };
    const found = plan(
      { overlays: [{ components: { pilot: { k8s } } }] },
      { istiod: { resources: { requests: { cpu: "1" } } } },
    );
    assert.deepEqual(found, {
      meshConfig: {},
      values: { pilot: { resources: { requests: { cpu: "1" } }, autoscaleMin: 3 } },
      components: {},
    });
  });

  it("keeps what no chart has a value for with the components", () => {
    const secret = { name: "TOKEN", valueFrom: { secretKeyRef: { name: "t", key: "token" } } };
    const env = [{ name: "PILOT_HTTP10", value: "1" }, secret];
    const strategy = { type: "Recreate" };
    assert.deepEqual(plan({ overlays: [{ components: { pilot: { k8s: { env, strategy } } } }] }), {
      meshConfig: {},
      values: { pilot: { env: { PILOT_HTTP10: "1" } } },
      components: { pilot: { k8s: { strategy, env: [secret] } } },
    });
  });

  it("is that of each primary, and of no remote", () => {
    const places = remoteOfOneOfTwo.map(
      ([name, network, more]) =>
        [
          name,
          network,
          name === "west" ? { tuning: { proxy: { logLevel: "debug" } } } : more,
        ] as const,
    );
    const config = stackConfig(places, {
      tuning: { outboundTraffic: "REGISTRY_ONLY", overlays: [{ file: "a.yml" }] },
    });
    const file = "meshConfig: { ingressClass: mine }\n";
    const { primaries, remotes } = planMesh(config, new Map([["a.yml", file]]));
    const meshConfig = { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" }, ingressClass: "mine" };
    assert.deepEqual(
      primaries.map((one) => [one.name, one.tuning]),
      [
        ["east", { meshConfig, values: {}, components: {} }],
        [
          "west",
          { meshConfig, values: { global: { proxy: { logLevel: "debug" } } }, components: {} },
        ],
      ],
    );
    assert.ok(remotes.every((one) => !("tuning" in one)));
  });
});
