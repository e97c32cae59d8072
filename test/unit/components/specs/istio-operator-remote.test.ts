import assert from "node:assert/strict";
import {
  buildRemoteSpec,
  healthyCondition,
  injectableCondition,
  rolledOutCondition,
} from "../../../../components/specs/istio-operator";
import type { ControlPlaneAddress } from "../../../../stacks/control-plane-address";
import type { RemotePlan } from "../../../../stacks/mesh-plan";

const plan: RemotePlan = {
  name: "edge",
  network: "net-edge",
  mesh: {
    id: "payments",
    version: "1.22.8",
    installer: "operator",
    hub: "registry.example/istio",
    trustDomain: "example.org",
    readyTimeoutSeconds: 300,
    multiRoot: false,
    root: undefined,
  },
  role: "remote",
  primary: "east",
  controlPlaneAccess: "webhookOn443",
  eastWestGateway: undefined,
  maintenance: false,
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
    assert.deepEqual(buildRemoteSpec(plan, byPath), {
      profile: "remote",
      hub: "registry.example/istio",
      tag: "1.22.8",
      values: {
        global: { ...global, remotePilotAddress: "198.18.0.1" },
        istiodRemote: { injectionPath: path },
      },
    });
  });

  it("leads to its primary's istiod, and its webhook there by a URL", () => {
    assert.deepEqual(buildRemoteSpec(plan, byUrl), {
      profile: "remote",
      hub: "registry.example/istio",
      tag: "1.22.8",
      values: {
        global: { ...global, remotePilotAddress: "istiod.example.org" },
        istiodRemote: { injectionURL: url },
      },
    });
  });
});

describe("the condition of an IstioOperator", () => {
  const values = {
    global: { meshID: "payments", multiCluster: { clusterName: "east" }, network: "net-east" },
  };
  for (const [profile, component] of [
    ["minimal", "Pilot"],
    ["remote", "IstiodRemote"],
  ] as const) {
    it(`asks for health, and for ${component} where the profile is ${profile}`, () => {
      const condition = healthyCondition({ profile, hub: "h", tag: "t", values });
      assert.deepEqual(JSON.parse(condition), [
        "jsonpath={.status.status}=HEALTHY",
        `jsonpath={.status.componentStatus.${component}.status}=HEALTHY`,
      ]);
    });
  }
});

describe("the condition of a rollout", () => {
  it("asks for this plan's pods, seen by the controller and rolled out to the end", () => {
    assert.equal(
      rolledOutCondition("0123abcd"),
      "jsonpath={$.status.conditions[?@.type == 'Progressing'&&@.reason == 'NewReplicaSetAvailable'" +
        "&&$.metadata.generation == $.status.observedGeneration" +
        "&&$.metadata.annotations['istio-mesh/plan'] == '0123abcd'" +
        "&&$.spec.template.metadata.annotations['istio-mesh/plan'] == '0123abcd']}",
    );
  });
});

describe("the condition of a remote's injection", () => {
  const patched = (plan: string) => `&&$.metadata.annotations['istio-mesh/plan'] == '${plan}'`;

  it("asks for the authority, and for the path where it is called by one", () => {
    assert.equal(
      injectableCondition(byPath),
      `jsonpath={$.webhooks[?@.clientConfig.caBundle&&@.clientConfig.service.path == '${path}'${patched(path)}]}`,
    );
  });

  it("asks for the authority, and for the URL where it is called by one", () => {
    assert.equal(
      injectableCondition(byUrl),
      `jsonpath={$.webhooks[?@.clientConfig.caBundle&&@.clientConfig.url == '${url}'${patched(url)}]}`,
    );
  });
});

describe("a condition", () => {
  it("has no blank beside an &&, over which the plugin's parser stumbles", () => {
    for (const one of [rolledOutCondition("x"), injectableCondition(byPath)]) {
      assert.doesNotMatch(one, / &&|&& /);
    }
  });
});
