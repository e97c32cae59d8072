import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Mesh } from "../../../components/mesh";
import { serviceIp } from "../../support/answers";
import { deletionRounds } from "../../support/deletion";
import { changes, recordMesh } from "../../support/mesh-recording";
import { oneCluster, oneNetwork, remoteOfOneOfTwo } from "../../support/meshes";
import { type Recorded, type Recording, settled } from "../../support/mocks";

const service = "kubernetes:core/v1:Service";
const deployment = "kubernetes:apps/v1:Deployment";

/** Two on east in a namespace of theirs, of which one is on edge, too, and one on all clusters in Istio's. */
const config = {
  gateways: [
    { name: "public", kind: "ingress", namespace: "front", clusters: ["east", "edge"] },
    { name: "private", kind: "ingress", namespace: "front", clusters: ["east"] },
    { name: "out", kind: "egress" },
  ],
};
const record = (options: object = {}) => recordMesh(remoteOfOneOfTwo, { config, ...options });

const objectsOf = (cluster: string, name: string) =>
  [
    `apps/v1:Deployment ${name}-deployment`,
    `autoscaling/v2:HorizontalPodAutoscaler ${name}-autoscaler`,
    `core/v1:Service ${name}-service`,
    `core/v1:ServiceAccount ${name}-account`,
    `policy/v1:PodDisruptionBudget ${name}-disruption-budget`,
    `rbac.authorization.k8s.io/v1:Role ${name}-role`,
    `rbac.authorization.k8s.io/v1:RoleBinding ${name}-role-binding`,
  ].map((one) => `${cluster}: ${one}`);

const outputsOf = async ({ result }: Recording<Mesh>) => settled(pulumi.output(result.clusters));

describe("the gateways of a config", function () {
  this.timeout(20_000);

  it("add exactly these objects, each to its cluster, and change no other", async () => {
    const plain = await recordMesh(remoteOfOneOfTwo);
    const { resources } = await record();
    assert.deepEqual(changes(plain.resources, resources), {
      added: [
        ...["east-out", "east-private", "east-public", "edge-out", "edge-public", "west-out"].map(
          (name) => `-: Gateway ${name}`,
        ),
        ...objectsOf("east", "east-out"),
        ...objectsOf("east", "east-private"),
        ...objectsOf("east", "east-public"),
        "east: core/v1:Namespace east-namespace_front",
        ...objectsOf("edge", "edge-out"),
        ...objectsOf("edge", "edge-public"),
        "edge: core/v1:Namespace edge-namespace_front",
        ...objectsOf("west", "west-out"),
      ].sort(),
      removed: [],
      changed: [],
    });
  });

  it("are where the config says, all objects of each by its name, and the stack wins", async () => {
    const { resources } = await record();
    const metadataOf = (prefix: string) =>
      resources
        .filter(({ name, type }) => name.startsWith(prefix) && type.startsWith("kubernetes:"))
        .map(({ inputs }) => inputs["metadata"] as Record<string, unknown>);
    for (const [prefix, name, namespace, label] of [
      ["edge-public-", "public", "front", "ingressgateway"],
      ["edge-out-", "out", "istio-system", "egressgateway"],
    ] as const) {
      const found = metadataOf(prefix);
      assert.equal(found.length, 7);
      for (const metadata of found) {
        const { annotations, ...rest } = metadata;
        assert.deepEqual(rest, { name, namespace, labels: { app: name, istio: label } });
        const { "pulumi.com/patchForce": force } = annotations as Record<string, string>;
        assert.equal(force, "true");
      }
    }
  });

  it("run by an account of their namespace that may read its secrets", async () => {
    const { find } = await record();
    const { roleRef, subjects } = find(
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
      "east-public-role-binding",
    ).inputs;
    assert.deepEqual(roleRef, {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "Role",
      name: "public",
    });
    assert.deepEqual(subjects, [{ kind: "ServiceAccount", name: "public", namespace: "front" }]);
  });

  it("share a namespace that is the stack's, and has nothing but its name and what it is for", async () => {
    const { find } = await record();
    const { inputs, protect, cluster } = find(
      "kubernetes:core/v1:Namespace",
      "east-namespace_front",
    );
    assert.deepEqual(inputs["metadata"], {
      name: "front",
      annotations: { "pulumi.com/patchForce": "true", "istio-mesh/made-for": "gateways" },
    });
    assert.deepEqual([protect, cluster], [false, "east"]);
  });

  it("wait for an address only where they get one", async () => {
    const { find } = await record();
    const annotationsOf = (name: string) =>
      (find(service, name).inputs["metadata"] as { annotations: object }).annotations;
    assert.deepEqual(annotationsOf("east-public-service"), {
      "pulumi.com/patchForce": "true",
      "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}",
    });
    assert.deepEqual(annotationsOf("east-out-service"), {
      "pulumi.com/patchForce": "true",
      "pulumi.com/waitFor": "jsonpath={.spec.clusterIP}",
    });
  });

  it("are injected by the istiod that was rolled out, on a remote by its primary's", async () => {
    const { find } = await record();
    assert.deepEqual(find(deployment, "east-public-deployment").dependsOn, [
      "east-istiod-rollout",
      "east-public-role-binding",
      "east-revision-tag",
    ]);
    assert.deepEqual(find(deployment, "edge-public-deployment").dependsOn, [
      "edge-control-plane",
      "edge-public-role-binding",
    ]);
    const held = await record({ hold: "edge-injection" });
    assert.equal(held.find(deployment, "edge-public-deployment").late, true);
    assert.equal(held.find(deployment, "west-out-deployment").late, false);
  });

  it("keep no remote from its primary's istiod", async () => {
    const { find } = await record();
    const istioOperator = "kubernetes:install.istio.io/v1alpha1:IstioOperator";
    const { dependsOn } = find(istioOperator, "edge-control-plane");
    assert.ok(dependsOn.includes("east-gateway-deployment"));
    assert.deepEqual(
      dependsOn.filter((one) => /^east-(out|private|public)/.test(one)),
      [],
    );
  });

  it("go after peers have forgotten them, before their control plane and their namespace", async () => {
    for (const places of [oneNetwork, remoteOfOneOfTwo]) {
      const names = places.map(([name]) => name);
      const gateways = [{ name: "out", kind: "egress", namespace: "back" }];
      const { resources } = await recordMesh(places, { config: { gateways } });
      const rounds = deletionRounds(resources);
      const roundOf = (name: string) => {
        const isObject = (one: Recorded) => one.name === name && one.type.startsWith("kubernetes:");
        const at = rounds.findIndex((round) => round.some(isObject));
        return at < 0 ? assert.fail(name) : at;
      };
      const primaries = names.filter((name) => name !== "edge");
      for (const name of names) {
        const gateway = roundOf(`${name}-out-deployment`);
        for (const peer of primaries.filter((one) => one !== name)) {
          assert.ok(roundOf(`${name}-into_${peer}`) < gateway, `${name} in ${peer}`);
        }
        assert.ok(gateway < roundOf(`${name}-control-plane`), name);
        assert.ok(gateway < roundOf(`${name}-namespace_back`), name);
        assert.ok(roundOf(`${name}-out-service`) < roundOf(`${name}-namespace_back`), name);
      }
    }
  });

  it("have no budget where the config wants none, and keep the rest", async () => {
    const gateways = [{ name: "in", kind: "ingress" }];
    const before = await recordMesh(oneCluster, { config: { gateways } });
    const free = gateways.map((one) => ({ ...one, disruptionBudget: false }));
    const after = await recordMesh(oneCluster, { config: { gateways: free } });
    assert.deepEqual(changes(before.resources, after.resources), {
      added: [],
      removed: ["east: policy/v1:PodDisruptionBudget east-in-disruption-budget"],
      changed: [],
    });
  });

  it("keep their objects when their kind changes", async () => {
    const gateways = [{ name: "in", kind: "ingress" }];
    const before = await recordMesh(oneCluster, { config: { gateways } });
    const turned = gateways.map((one) => ({ ...one, kind: "egress" }));
    const after = await recordMesh(oneCluster, { config: { gateways: turned } });
    const { added, removed } = changes(before.resources, after.resources);
    assert.deepEqual([added, removed], [[], []]);
  });
});

describe("the outputs of a mesh with gateways", function () {
  this.timeout(20_000);

  it("have the address of each that has one, by its name", async () => {
    const { east, edge, west } = await outputsOf(await record());
    assert.deepEqual(east?.gateways, {
      public: serviceIp("east-public-service"),
      private: serviceIp("east-private-service"),
    });
    assert.deepEqual(edge?.gateways, { public: serviceIp("edge-public-service") });
    assert.ok(west && !("gateways" in west));
    assert.equal(east.gatewayAddress, serviceIp("east-gateway-service"));
  });

  it("have them of a cluster in maintenance, too, as they were last", async () => {
    const away = remoteOfOneOfTwo.map(
      ([name, network, more]) =>
        [name, network, name === "east" ? { ...more, maintenance: true } : more] as const,
    );
    const { east } = await outputsOf(await recordMesh(away, { config }));
    assert.deepEqual(Object.keys(east?.gateways ?? {}), ["public", "private"]);
  });

  it("name them in the picture", async () => {
    const { result } = await record();
    assert.match(
      result.topology,
      /c_edge\["edge \(remote\)<br\/>served by east<br\/>east-west gateway<br\/>ingress public<br\/>egress out"\]/,
    );
  });
});
