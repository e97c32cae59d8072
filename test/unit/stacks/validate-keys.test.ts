import assert from "node:assert/strict";
import { rawConfig, twoNetworks } from "../../support/meshes";
import { problems, withCluster, withKey, withMesh } from "../../support/problems";

describe("an unknown key", () => {
  const network = { network: "net" };
  const clusters = [{ name: "east", kubeconfig: { path: "k", fiel: "x" } }];
  const http = { name: "http2", port: 80 };
  const tuning =
    "minReplicas, maxReplicas, targetCpuUtilization, resources, nodeSelector, tolerations, topologySpreadConstraints, disruptionBudget";
  const cases: readonly [where: string, found: string[], expected: string][] = [
    [
      "of the stack",
      withKey("cluster", []),
      "istio-mesh:cluster: unknown key, expected one of mesh, clusters, certificates, eastWestGateway, gateways, tuning, charts, upgrade, tags, namespaces, security, observability",
    ],
    [
      "of the mesh",
      withMesh({ meshId: "x" }),
      "istio-mesh:mesh.meshId: unknown key, expected one of id, version, revision, installer, hub, pullSecrets, trustDomain, readyTimeoutSeconds",
    ],
    [
      "of a cluster",
      problems(
        rawConfig(twoNetworks, {
          clusters: [
            { name: "east", ...network, kubeconfig: { path: "k" } },
            { name: "west", ...network, kubeconfig: { path: "k" }, role: "primary" },
          ],
        }),
      ),
      "istio-mesh:clusters[1].role: unknown key, expected one of name, network, kubeconfig, primary, eastWestGateway, intermediate, apiServer, controlPlaneAddress, tuning, maintenance",
    ],
    [
      "of a kubeconfig",
      withKey("clusters", clusters),
      "istio-mesh:clusters[0].kubeconfig.fiel: unknown key, expected one of path, context, allowExec, secret, stack, output",
    ],
    [
      "of an API server",
      withCluster({ apiServer: { url: "https://canary" } }),
      "istio-mesh:clusters[0].apiServer.url: unknown key, expected one of server, caData, peers",
    ],
    [
      "of an API server for one peer",
      withCluster({ apiServer: { peers: { west: { peers: {} } } } }),
      "istio-mesh:clusters[0].apiServer.peers.west.peers: unknown key, expected one of server, caData",
    ],
    [
      "of a control plane's address",
      withCluster({ controlPlaneAddress: { host: "istiod.example.org", port: 1 } }),
      "istio-mesh:clusters[0].controlPlaneAddress.port: unknown key, expected host",
    ],
    [
      "of the certificates",
      withKey("certificates", { rootDays: 1 }),
      "istio-mesh:certificates.rootDays: unknown key, expected one of issuer, root, intermediates, rotation, settleHours, abandon, renewBeforeDays, protect",
    ],
    [
      "of observability",
      withKey("observability", { metric: {} }),
      "istio-mesh:observability.metric: unknown key, expected one of providers, telemetry, metrics, dashboards, traces, logs, kiali",
    ],
    [
      "of metrics",
      withKey("observability", { metrics: { by: "chart", scrapeInterval: "15s" } }),
      "istio-mesh:observability.metrics.scrapeInterval: unknown key, expected one of clusters, by, interval, labels, chart, namespace, retention, storage, rules, alertmanagers, remoteWrite, thanos, drop, query",
    ],
    [
      "of the east-west gateway",
      withKey("eastWestGateway", { replicas: 1 }),
      `istio-mesh:eastWestGateway.replicas: unknown key, expected one of sourceRanges, serviceAnnotations, ${tuning}`,
    ],
    [
      "of another gateway",
      withKey("gateways", [{ name: "in", kind: "ingress", cluster: "east" }]),
      `istio-mesh:gateways[0].cluster: unknown key, expected one of name, kind, namespace, clusters, ports, labels, service, ${tuning}`,
    ],
    [
      "of a gateway's port",
      withKey("gateways", [{ name: "in", kind: "ingress", ports: [{ ...http, protocol: "UDP" }] }]),
      "istio-mesh:gateways[0].ports[0].protocol: unknown key, expected one of name, port, targetPort, nodePort",
    ],
    [
      "of a gateway's Service",
      withKey("gateways", [{ name: "in", kind: "ingress", service: { ip: "10.0.0.1" } }]),
      "istio-mesh:gateways[0].service.ip: unknown key, expected one of type, annotations, sourceRanges, externalTrafficPolicy",
    ],
  ];
  for (const [where, found, expected] of cases) {
    it(`${where} is refused with the keys that are known there`, () => {
      assert.deepEqual(found, [expected]);
    });
  }
});

describe("a reference to a kubeconfig", () => {
  const expected =
    "expected { path }, { secret }, { stack, output } or { context }, each a text, and besides only context and allowExec (a list)";
  const given = (kubeconfig: unknown) => withCluster({ kubeconfig });

  for (const valid of [
    { path: "k" },
    { path: "k", context: "c", allowExec: ["aws"] },
    { secret: "k" },
    { stack: "org/eks/edge", output: "kubeconfig" },
    { context: "c" },
  ]) {
    it(`may be ${JSON.stringify(valid)}`, () => assert.deepEqual(given(valid), []));
  }

  const refused: readonly [given: unknown, ending: string][] = [
    [undefined, `missing, ${expected}`],
    [null, `${expected}, got null`],
    ["east.yaml", `${expected}, got string`],
    [["east.yaml"], `${expected}, got list`],
    [{}, `${expected}, got {}`],
    [{ path: "a", secret: "b" }, `${expected}, got { path: string, secret: string }`],
    [{ stack: "a" }, `${expected}, got { stack: string }`],
    [{ context: "a", allowExec: "aws" }, `${expected}, got { context: string, allowExec: string }`],
  ];
  for (const [value, message] of refused) {
    it(`says what it may be when it is ${value === undefined ? "missing" : JSON.stringify(value)}`, () => {
      assert.deepEqual(given(value), [`istio-mesh:clusters[0].kubeconfig: ${message}`]);
    });
  }

  it("is never shown with its content, which may be a pasted kubeconfig", () => {
    const pasted = { apiVersion: "v1", users: [{ user: { token: "canary" } }], token: "canary" };
    for (const value of [pasted, JSON.stringify(pasted), [pasted]]) {
      assert.doesNotMatch(given(value).join(), /canary/);
      assert.notDeepEqual(given(value), []);
    }
    assert.deepEqual(withKey("clusters", { east: { kubeconfig: "canary" } }), [
      'istio-mesh:clusters: expected a list, got {"east":{"kubeconfig":"string"}}',
    ]);
  });
});
