import assert from "node:assert/strict";
import { buildRemoteSpec } from "../../../../components/specs/istio-values";
import type { ControlPlaneAddress } from "../../../../stacks/control-plane-address";
import type { RemotePlan } from "../../../../stacks/cluster-plan";

const own = { revision: "default", version: "1.22.8", chart: undefined };
const plan: RemotePlan = {
  name: "edge",
  network: "net-edge",
  mesh: {
    id: "payments",
    version: "1.22.8",
    installer: "operator",
    pullSecrets: [],
    hub: "registry.example/istio",
    trustDomain: "example.org",
    readyTimeoutSeconds: 300,
    multiRoot: false,
    root: undefined,
  },
  role: "remote",
  primary: "east",
  controlPlaneAccess: "webhookOn443",
  injector: { revision: "default", version: "1.22.8", tuning: undefined },
  eastWestGateway: undefined,
  gateways: [],
  ownNamespaces: [],
  namespaces: [],
  observability: { telemetry: [] },
  maintenance: false,
  controlPlanes: [own],
  inForce: own,
  tags: [{ tag: "default", revision: "default" }],
  tagWebhooks: "off",
  base: undefined,
};
const path = "/inject/cluster/edge/net/net-edge";
const byPath: ControlPlaneAddress = {
  remotePilotAddress: "198.18.0.1",
  injection: { path },
  reason: "it is the gateway's IP",
};
const url = `https://istiod.example.org:15017${path}`;
const byUrl: ControlPlaneAddress = {
  remotePilotAddress: "istiod.example.org",
  injection: { url },
  reason: "it is the name that the config gives",
};

describe("the spec of a remote", () => {
  const global = {
    meshID: "payments",
    multiCluster: { clusterName: "edge" },
    network: "net-edge",
    externalIstiod: true,
  };

  it("leads to its primary's istiod, and its webhook there by a path of the Service", () => {
    assert.deepEqual(buildRemoteSpec(plan, own, byPath), {
      hub: "registry.example/istio",
      tag: "1.22.8",
      revision: "default",
      values: {
        global: { ...global, remotePilotAddress: "198.18.0.1" },
        istiodRemote: { injectionPath: path },
      },
    });
  });

  it("leads to the control plane that it is asked for", () => {
    const next = { revision: "1-23-4", version: "1.23.4" };
    const { tag, revision } = buildRemoteSpec(plan, next, byPath);
    assert.deepEqual([tag, revision], ["1.23.4", "1-23-4"]);
  });

  it("leads to its primary's istiod, and its webhook there by a URL", () => {
    assert.deepEqual(buildRemoteSpec(plan, own, byUrl), {
      hub: "registry.example/istio",
      tag: "1.22.8",
      revision: "default",
      values: {
        global: { ...global, remotePilotAddress: "istiod.example.org" },
        istiodRemote: { injectionURL: url },
      },
    });
  });
});
