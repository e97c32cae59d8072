import assert from "node:assert/strict";
import { planMesh } from "../../../stacks/mesh-plan";
import { remoteOfOneOfTwo, stackConfig } from "../../support/meshes";
import { gateway } from "../../support/gateways";

const tuning = {
  minReplicas: 1,
  maxReplicas: 5,
  targetCpuUtilization: 80,
  resources: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "2", memory: "1Gi" },
  },
  disruptionBudget: { maxUnavailable: 1 },
};
const forRequests = [
  { name: "http2", port: 80, targetPort: 8080 },
  { name: "https", port: 443, targetPort: 8443 },
];
const noService = { annotations: {}, sourceRanges: [], externalTrafficPolicy: undefined };

describe("the plan of a gateway", () => {
  it("for ingress has a load balancer, and a port on which that sees whether it is there", () => {
    assert.deepEqual(gateway({}), {
      kind: "ingress",
      name: "istio-ingressgateway",
      namespace: "istio-system",
      labels: { istio: "ingressgateway" },
      selector: { app: "istio-ingressgateway" },
      networkView: undefined,
      ports: [{ name: "status-port", port: 15021, targetPort: 15021 }, ...forRequests],
      podPorts: [],
      service: { type: "LoadBalancer", ...noService },
      tuning,
    });
  });

  it("for egress is for the cluster alone", () => {
    assert.deepEqual(gateway({ name: "out", kind: "egress" }), {
      kind: "egress",
      name: "out",
      namespace: "istio-system",
      labels: { istio: "egressgateway" },
      selector: { app: "out" },
      networkView: undefined,
      ports: forRequests,
      podPorts: [],
      service: { type: "ClusterIP", ...noService },
      tuning,
    });
  });

  it("is what the config says, where it says something", () => {
    const tuned = { minReplicas: 2, maxReplicas: 2, nodeSelector: { tier: "edge" } };
    const service = {
      type: "LoadBalancer",
      annotations: { scheme: "internal" },
      sourceRanges: ["10.0.0.0/8"],
      externalTrafficPolicy: "Local",
    };
    const plan = gateway({
      kind: "egress",
      namespace: "istio-egress",
      labels: { istio: "partners" },
      ports: [
        { name: "tls", port: 443 },
        { name: "tcp", port: 9000, targetPort: 9001, nodePort: 30900 },
      ],
      service,
      ...tuned,
    });
    assert.deepEqual(plan, {
      kind: "egress",
      name: "istio-ingressgateway",
      namespace: "istio-egress",
      labels: { istio: "partners" },
      selector: { app: "istio-ingressgateway" },
      networkView: undefined,
      ports: [
        { name: "tls", port: 443, targetPort: 443 },
        { name: "tcp", port: 9000, targetPort: 9001, nodePort: 30900 },
      ],
      podPorts: [],
      service,
      tuning: { ...tuning, ...tuned },
    });
  });
});

describe("the plan of a mesh", () => {
  it("has each gateway on its clusters, in the order of the config, and their namespaces once", () => {
    const { primaries, remotes } = planMesh(
      stackConfig(remoteOfOneOfTwo, {
        gateways: [
          { name: "out", kind: "egress", namespace: "istio-egress", clusters: ["edge"] },
          { name: "in", kind: "ingress" },
          { name: "public", kind: "ingress", namespace: "front", clusters: ["west", "east"] },
          { name: "private", kind: "ingress", namespace: "front", clusters: ["east"] },
        ],
      }),
    );
    assert.deepEqual(
      [...primaries, ...remotes].map((one) => [
        one.name,
        one.gateways.map(({ name }) => name).join(" "),
        one.ownNamespaces.map(({ name }) => name).join(" "),
      ]),
      [
        ["east", "in public private", "front"],
        ["west", "in public", "front"],
        ["edge", "out in", "istio-egress"],
      ],
    );
  });

  it("has none where the config names none, whatever east-west gateways there are", () => {
    const { primaries, remotes } = planMesh(stackConfig(remoteOfOneOfTwo));
    for (const { gateways, ownNamespaces } of [...primaries, ...remotes]) {
      assert.deepEqual([gateways, ownNamespaces], [[], []]);
    }
  });
});
