import assert from "node:assert/strict";
import {
  buildGatewayAutoscaler,
  buildGatewayDeployment,
  buildGatewayDisruptionBudget,
  buildGatewayService,
  gatewayLabels,
  gatewayRules,
  type GatewaySettings,
  reachableCondition,
} from "../../../../components/specs/gateway";
import { eastWestGateway, gateway } from "../../../support/gateways";

const settingsOf = (plan: GatewaySettings["gateway"]): GatewaySettings => ({
  injector: { revision: "default", version: "1.22.8", tuning: undefined },
  multiRoot: false,
  root: undefined,
  gateway: plan,
});
const eastWest = settingsOf(eastWestGateway());
const ingress = settingsOf(gateway({}));

const annotations = {
  "inject.istio.io/templates": "gateway",
  "istio-mesh/istio-version": "1.22.8",
};
const unprivileged = {
  capabilities: { drop: ["ALL"] },
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsUser: 1337,
  runAsGroup: 1337,
  runAsNonRoot: true,
};
const resources = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "2", memory: "1Gi" },
};
const lowPorts = {
  sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
  seccompProfile: { type: "RuntimeDefault" },
};
const metrics = { name: "http-envoy-prom", containerPort: 15090, protocol: "TCP" };
const tcp = (containerPort: number) => ({ containerPort, protocol: "TCP" });

describe("an east-west gateway", () => {
  const labels = {
    app: "istio-eastwestgateway",
    istio: "eastwestgateway",
    "topology.istio.io/network": "net-east",
  };

  it("bears the labels by which peers find it", () => {
    assert.deepEqual(gatewayLabels(eastWest.gateway), labels);
  });

  it("runs pods that istiod's webhook fills in, and shows them its own network only", () => {
    assert.deepEqual(buildGatewayDeployment(eastWest), {
      selector: { matchLabels: { istio: "eastwestgateway" } },
      template: {
        metadata: { labels: { ...labels, "sidecar.istio.io/inject": "true" }, annotations },
        spec: {
          serviceAccountName: "istio-eastwestgateway",
          securityContext: lowPorts,
          containers: [
            {
              name: "istio-proxy",
              image: "auto",
              ports: [metrics, tcp(15021), tcp(15443), tcp(15012), tcp(15017)],
              env: [{ name: "ISTIO_META_REQUESTED_NETWORK_VIEW", value: "net-east" }],
              securityContext: unprivileged,
              resources,
            },
          ],
        },
      },
    });
  });

  it("runs the same pods whatever ports are open, so that the first remote restarts none", () => {
    const closed = { ...eastWest, gateway: { ...eastWest.gateway, ports: [] } };
    assert.deepEqual(buildGatewayDeployment(closed), buildGatewayDeployment(eastWest));
  });

  it("offers the plan's ports and no others, to everybody", () => {
    assert.deepEqual(buildGatewayService(eastWest), {
      type: "LoadBalancer",
      selector: { istio: "eastwestgateway" },
      ports: [
        { name: "status-port", port: 15021, targetPort: 15021, protocol: "TCP" },
        { name: "tls", port: 15443, targetPort: 15443, protocol: "TCP" },
      ],
    });
  });

  it("admits the configured addresses only", () => {
    const plan = eastWestGateway({ sourceRanges: ["10.0.0.0/8"] });
    const { loadBalancerSourceRanges } = buildGatewayService(settingsOf(plan));
    assert.deepEqual(loadBalancerSourceRanges, ["10.0.0.0/8"]);
  });

  it("loses one pod at a time", () => {
    assert.deepEqual(buildGatewayDisruptionBudget(eastWest), {
      maxUnavailable: 1,
      selector: { matchLabels: { istio: "eastwestgateway" } },
    });
  });
});

describe("an ingress gateway", () => {
  const selector = { app: "istio-ingressgateway" };

  it("runs pods that istiod's webhook fills in, and shows them all networks", () => {
    assert.deepEqual(buildGatewayDeployment(ingress), {
      selector: { matchLabels: selector },
      template: {
        metadata: {
          labels: { ...selector, istio: "ingressgateway", "sidecar.istio.io/inject": "true" },
          annotations,
        },
        spec: {
          serviceAccountName: "istio-ingressgateway",
          securityContext: lowPorts,
          containers: [
            {
              name: "istio-proxy",
              image: "auto",
              ports: [metrics],
              securityContext: unprivileged,
              resources,
            },
          ],
        },
      },
    });
  });

  it("offers its ports to everybody", () => {
    assert.deepEqual(buildGatewayService(ingress), {
      type: "LoadBalancer",
      selector,
      ports: [
        { name: "status-port", port: 15021, targetPort: 15021, protocol: "TCP" },
        { name: "http2", port: 80, targetPort: 8080, protocol: "TCP" },
        { name: "https", port: 443, targetPort: 8443, protocol: "TCP" },
      ],
    });
  });

  it("has a Service as the config says", () => {
    const plan = gateway({
      ports: [{ name: "tls", port: 443, nodePort: 30443 }],
      service: { type: "NodePort", externalTrafficPolicy: "Local" },
    });
    assert.deepEqual(buildGatewayService(settingsOf(plan)), {
      type: "NodePort",
      selector,
      ports: [{ name: "tls", port: 443, targetPort: 443, nodePort: 30443, protocol: "TCP" }],
      externalTrafficPolicy: "Local",
    });
  });

  it("keeps its Deployment when its labels change: what selects its pods is its name", () => {
    const other = settingsOf(gateway({ labels: { istio: "public", tier: "edge" } }));
    const { selector: same, template } = buildGatewayDeployment(other);
    assert.deepEqual(same, { matchLabels: selector });
    assert.deepEqual(template.metadata.labels, {
      ...selector,
      istio: "public",
      tier: "edge",
      "sidecar.istio.io/inject": "true",
    });
    assert.deepEqual(gatewayLabels(other.gateway), { ...selector, istio: "public", tier: "edge" });
  });
});

describe("an egress gateway", () => {
  const egress = settingsOf(gateway({ name: "istio-egressgateway", kind: "egress" }));

  it("is for the cluster alone", () => {
    assert.deepEqual(buildGatewayService(egress), {
      type: "ClusterIP",
      selector: { app: "istio-egressgateway" },
      ports: [
        { name: "http2", port: 80, targetPort: 8080, protocol: "TCP" },
        { name: "https", port: 443, targetPort: 8443, protocol: "TCP" },
      ],
    });
    assert.deepEqual(gatewayLabels(egress.gateway), {
      app: "istio-egressgateway",
      istio: "egressgateway",
    });
  });
});

describe("every gateway", () => {
  const kinds = [
    ["an east-west one", eastWest, eastWestGateway, { istio: "eastwestgateway" }],
    ["an ingress gateway", ingress, gateway, { app: "istio-ingressgateway" }],
  ] as const;
  for (const [kind, settings, planOf, selector] of kinds) {
    const tuned = (config: object) => settingsOf(planOf(config));

    const injected: readonly [what: string, Partial<GatewaySettings>, annotations: object][] = [
      [
        "the injector's version",
        { injector: { ...settings.injector, version: "1.23.1" } },
        { "istio-mesh/istio-version": "1.23.1" },
      ],
      [
        "the injector's revision",
        { injector: { ...settings.injector, revision: "1-23-1" } },
        { "istio-mesh/revision": "1-23-1" },
      ],
      [
        "what the injector is told of proxies",
        { injector: { ...settings.injector, tuning: "0123" } },
        { "istio-mesh/tuning": "0123" },
      ],
      ["the root's name", { root: "root" }, { "istio-mesh/root": "root" }],
      ["that roots are rotated", { multiRoot: true }, { "istio-mesh/multi-root": "true" }],
      [
        "both",
        { root: "next", multiRoot: true },
        { "istio-mesh/root": "next", "istio-mesh/multi-root": "true" },
      ],
    ];
    for (const [what, other, changed] of injected) {
      it(`runs other pods, and is no other in anything else, when this changes: ${what}, ${kind}`, () => {
        const before = buildGatewayDeployment(settings);
        const { metadata } = before.template;
        assert.deepEqual(buildGatewayDeployment({ ...settings, ...other }), {
          ...before,
          template: {
            ...before.template,
            metadata: { ...metadata, annotations: { ...metadata.annotations, ...changed } },
          },
        });
      });
    }

    it(`runs its pods where and with what the config says, and is no other otherwise: ${kind}`, () => {
      const spread = {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
      };
      const placement = {
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ key: "edge", operator: "Exists", effect: "NoSchedule" }],
      };
      const before = buildGatewayDeployment(settings);
      const [container] = before.template.spec.containers;
      const limits = { limits: { cpu: "4" } };
      assert.deepEqual(
        buildGatewayDeployment(
          tuned({ ...placement, topologySpreadConstraints: [spread], resources: limits }),
        ),
        {
          ...before,
          template: {
            ...before.template,
            spec: {
              ...before.template.spec,
              containers: [{ ...container, resources: limits }],
              ...placement,
              topologySpreadConstraints: [{ ...spread, labelSelector: { matchLabels: selector } }],
            },
          },
        },
      );
    });

    it(`counts the pods that a constraint names, if it does: ${kind}`, () => {
      const spread = {
        maxSkew: 1,
        topologyKey: "zone",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: { tier: "edge" } },
      };
      const { template } = buildGatewayDeployment(tuned({ topologySpreadConstraints: [spread] }));
      assert.deepEqual(template.spec.topologySpreadConstraints, [spread]);
    });

    it(`leaves the number of its pods to the autoscaler: ${kind}`, () => {
      const other = tuned({ minReplicas: 2, maxReplicas: 4, targetCpuUtilization: 50 });
      const { name } = other.gateway;
      assert.equal("replicas" in buildGatewayDeployment(other), false);
      const autoscaler = (
        minReplicas: number,
        maxReplicas: number,
        averageUtilization: number,
      ) => ({
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicas,
        maxReplicas,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
          },
        ],
      });
      assert.deepEqual(buildGatewayAutoscaler(settings), autoscaler(1, 5, 80));
      assert.deepEqual(buildGatewayAutoscaler(other), autoscaler(2, 4, 50));
    });

    it(`loses as many pods at a time as the config says: ${kind}`, () => {
      const budget = (disruptionBudget: unknown) =>
        buildGatewayDisruptionBudget(tuned({ disruptionBudget }));
      const pods = { selector: { matchLabels: selector } };
      assert.deepEqual(budget({ minAvailable: "50%" }), { minAvailable: "50%", ...pods });
      assert.deepEqual(budget({ maxUnavailable: 2 }), { maxUnavailable: 2, ...pods });
      assert.equal(budget(false), undefined);
    });
  }

  it("may read secrets, and change nothing", () => {
    assert.deepEqual(gatewayRules, [
      { apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] },
    ]);
  });

  it("is awaited by its load balancer's address where it has one", () => {
    assert.deepEqual(reachableCondition, {
      LoadBalancer: "jsonpath={.status.loadBalancer.ingress[0]}",
      ClusterIP: "jsonpath={.spec.clusterIP}",
      NodePort: "jsonpath={.spec.clusterIP}",
    });
  });
});
