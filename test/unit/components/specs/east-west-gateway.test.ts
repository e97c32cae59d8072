import assert from "node:assert/strict";
import {
  buildGatewayAutoscaler,
  buildGatewayDeployment,
  buildGatewayService,
  type EastWestGatewaySettings,
  gatewayLabels,
  gatewayRules,
} from "../../../../components/specs/east-west-gateway";

const config = { sourceRanges: [], serviceAnnotations: {}, minReplicas: 2, maxReplicas: 4 };
const ports = [
  { name: "status-port", port: 15021, targetPort: 15021 },
  { name: "tls-webhook-443", port: 443, targetPort: 15017 },
];
const settings: EastWestGatewaySettings = {
  network: "net-east",
  injector: { revision: "default", version: "1.22.8", tuning: undefined },
  multiRoot: false,
  root: undefined,
  gateway: { config, ports },
};

const labels = {
  app: "istio-eastwestgateway",
  istio: "eastwestgateway",
  "topology.istio.io/network": "net-east",
};

describe("an east-west gateway", () => {
  it("bears the labels by which peers find it", () => {
    assert.deepEqual(gatewayLabels("net-east"), labels);
  });

  it("runs pods that istiod's webhook fills in, anew with every version of it", () => {
    const { selector, template } = buildGatewayDeployment(settings);
    assert.deepEqual(selector, { matchLabels: { istio: "eastwestgateway" } });
    assert.deepEqual(template.metadata, {
      labels: { ...labels, "sidecar.istio.io/inject": "true" },
      annotations: {
        "inject.istio.io/templates": "gateway",
        "istio-mesh/istio-version": "1.22.8",
      },
    });
    assert.equal(template.spec.serviceAccountName, "istio-eastwestgateway");
    const [proxy, ...others] = template.spec.containers;
    assert.deepEqual(others, []);
    assert.equal(proxy?.name, "istio-proxy");
    assert.equal(proxy.image, "auto");
    assert.deepEqual(
      proxy.ports.map(({ containerPort }) => containerPort),
      [15090, 15021, 15443, 15012, 15017],
    );
  });

  const injected: readonly [what: string, Partial<EastWestGatewaySettings>, annotations: object][] =
    [
      ["the root's name", { root: "root" }, { "istio-mesh/root": "root" }],
      ["that roots are rotated", { multiRoot: true }, { "istio-mesh/multi-root": "true" }],
      [
        "both",
        { root: "next", multiRoot: true },
        { "istio-mesh/root": "next", "istio-mesh/multi-root": "true" },
      ],
    ];
  for (const [what, other, annotations] of injected) {
    it(`runs other pods, and is no other in anything else, when this changes: ${what}`, () => {
      const before = buildGatewayDeployment(settings);
      const { metadata } = before.template;
      assert.deepEqual(buildGatewayDeployment({ ...settings, ...other }), {
        ...before,
        template: {
          ...before.template,
          metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
        },
      });
    });
  }

  it("runs the same pods whatever ports are open, so that the first remote restarts none", () => {
    const closed = { ...settings, gateway: { config, ports: [] } };
    assert.deepEqual(buildGatewayDeployment(closed), buildGatewayDeployment(settings));
  });

  it("shows its pods its own network only", () => {
    const [proxy] = buildGatewayDeployment(settings).template.spec.containers;
    assert.deepEqual(proxy?.env, [
      { name: "ISTIO_META_REQUESTED_NETWORK_VIEW", value: "net-east" },
    ]);
  });

  it("has no privileges", () => {
    const [proxy] = buildGatewayDeployment(settings).template.spec.containers;
    assert.deepEqual(proxy?.securityContext, {
      capabilities: { drop: ["ALL"] },
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsUser: 1337,
      runAsGroup: 1337,
      runAsNonRoot: true,
    });
  });

  it("leaves the number of its pods to the autoscaler", () => {
    assert.equal("replicas" in buildGatewayDeployment(settings), false);
    assert.deepEqual(buildGatewayAutoscaler(settings), {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "istio-eastwestgateway" },
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
        },
      ],
    });
  });

  it("offers the plan's ports and no others", () => {
    assert.deepEqual(buildGatewayService(settings), {
      type: "LoadBalancer",
      selector: { istio: "eastwestgateway" },
      ports: [
        { name: "status-port", port: 15021, targetPort: 15021, protocol: "TCP" },
        { name: "tls-webhook-443", port: 443, targetPort: 15017, protocol: "TCP" },
      ],
    });
  });

  it("admits the configured addresses only", () => {
    const gateway = { config: { ...config, sourceRanges: ["10.0.0.0/8"] }, ports };
    const { loadBalancerSourceRanges } = buildGatewayService({ ...settings, gateway });
    assert.deepEqual(loadBalancerSourceRanges, ["10.0.0.0/8"]);
  });

  it("may read secrets, and change nothing", () => {
    assert.deepEqual(gatewayRules, [
      { apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] },
    ]);
  });
});
