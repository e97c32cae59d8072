import assert from "node:assert/strict";
import { watchedDeployments } from "../../../../stacks/control-planes/watched-deployments";
import { planMesh } from "../../../../stacks/mesh-plan";
import {
  oneCluster,
  type Place,
  remoteOnTwoNetworks,
  stackConfig,
  twoNetworks,
} from "../../../support/meshes";

const watched = (places: readonly Place[], other: Readonly<Record<string, unknown>> = {}) => {
  const { primaries, remotes, ...mesh } = planMesh(stackConfig(places, other));
  return [...primaries, ...remotes].map((plan) => [
    plan.name,
    ...watchedDeployments(plan, mesh).map(
      ({ namespace, name, keys }) => `${namespace}/${name} ${keys.join(" ")}`,
    ),
  ]);
};

describe("the Deployments whose rollout an up waits for", () => {
  it("are the operator and istiod where it installs, and no istiod on a remote", () => {
    const gateway = "istio-system/istio-eastwestgateway eastWestGateway mesh tags";
    assert.deepEqual(watched(remoteOnTwoNetworks), [
      [
        "east",
        "istio-operator/istio-operator mesh",
        "istio-system/istiod mesh tuning clusters",
        gateway,
      ],
      ["edge", "istio-operator/istio-operator mesh", gateway],
    ]);
  });

  it("are both istiods during an upgrade, each by its revision", () => {
    const mesh = { id: "payments", version: "1.22.8", installer: "helm", revision: "1-22" };
    const upgrade = { version: "1.23.4", revision: "1-23" };
    assert.deepEqual(watched(oneCluster, { mesh, upgrade }), [
      [
        "east",
        "istio-system/istiod-1-22 mesh tuning clusters",
        "istio-system/istiod-1-23 upgrade tuning clusters",
      ],
    ]);
  });

  it("are gateways in whichever namespace they stand", () => {
    const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
    const gateways = [
      { name: "public", kind: "ingress", namespace: "istio-ingress" },
      { name: "partners", kind: "egress" },
    ];
    assert.deepEqual(watched(oneCluster, { mesh, gateways }), [
      [
        "east",
        "istio-system/istiod mesh tuning clusters",
        "istio-ingress/public gateways mesh tags",
        "istio-system/partners gateways mesh tags",
      ],
    ]);
  });

  it("are those of observability where it makes them, and Kiali on its cluster alone", () => {
    const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
    const traces = {
      backend: { otlp: { endpoint: "tempo:4317" } },
      collector: { namespace: "spans" },
    };
    const kiali = { cluster: "west", by: "operator", auth: { strategy: "anonymous" } };
    const query = { url: "http://thanos:9090" };
    const ofSections = (observability: object) =>
      watched(twoNetworks, { mesh, observability }).map(([name, ...all]) => [
        name,
        ...all.filter((one) => one.endsWith(" observability")),
      ]);
    assert.deepEqual(
      ofSections({ metrics: { by: "chart", clusters: ["east"], query }, traces, kiali }),
      [
        [
          "east",
          "istio-monitoring/istio-prometheus-server observability",
          "spans/istio-mesh-collector observability",
        ],
        ["west", "spans/istio-mesh-collector observability", "istio-system/kiali observability"],
      ],
    );
    const collector = { service: "otel.telemetry.svc" };
    assert.deepEqual(ofSections({ metrics: { by: "operator" }, traces: { collector } }), [
      ["east"],
      ["west"],
    ]);
  });
});
