import assert from "node:assert/strict";
import { listed, recordMesh } from "../../support/mesh-recording";
import { oneCluster, oneNetwork, threeOnTwoNetworks, twoNetworks } from "../../support/meshes";
import type { Recorded } from "../../support/mocks";

/** What a primary gets, and nobody has to ask for. */
const controlPlane = (name: string) => [
  `apiextensions.k8s.io/v1:CustomResourceDefinition ${name}-operator-definition`,
  `apps/v1:DeploymentPatch ${name}-control-plane-rollout`,
  `core/v1:Namespace ${name}-istio-system`,
  `core/v1:Namespace ${name}-operator-namespace`,
  `core/v1:Secret ${name}-intermediate-ca-cacerts`,
  `core/v1:Secret ${name}-reader`,
  `helm.sh/v4:Chart ${name}-operator`,
  `install.istio.io/v1alpha1:IstioOperator ${name}-control-plane`,
  `core/v1:ConfigMap ${name}-trust-bundle-default`,
  `core/v1:ConfigMap ${name}-trust-bundle-kube-system`,
];
const gateway = (name: string) => [
  `apps/v1:Deployment ${name}-gateway-deployment`,
  `autoscaling/v2:HorizontalPodAutoscaler ${name}-gateway-autoscaler`,
  `core/v1:Service ${name}-gateway-service`,
  `core/v1:ServiceAccount ${name}-gateway-account`,
  `networking.istio.io/v1beta1:Gateway ${name}-gateway-exposure`,
  `policy/v1:PodDisruptionBudget ${name}-gateway-disruption-budget`,
  `rbac.authorization.k8s.io/v1:Role ${name}-gateway-role`,
  `rbac.authorization.k8s.io/v1:RoleBinding ${name}-gateway-role-binding`,
];
const remoteSecret = (watched: string, by: string) => `core/v1:Secret ${watched}-into_${by}`;
const component = (type: string, names: readonly string[]) =>
  names.map((name) => `${type} ${name}`);

const inCluster = (resources: readonly Recorded[], cluster: string) =>
  listed(resources.filter((one) => one.cluster === cluster));
const elsewhere = (resources: readonly Recorded[]) =>
  listed(resources.filter((one) => one.cluster === undefined));

describe("a mesh of two clusters on two networks", function () {
  this.timeout(10_000);

  it("puts exactly these objects into each cluster, and the secret of each into the other", async () => {
    const { resources } = await recordMesh(twoNetworks);
    for (const [name, other] of [
      ["east", "west"],
      ["west", "east"],
    ] as const) {
      assert.deepEqual(
        inCluster(resources, name),
        [...controlPlane(name), ...gateway(name), remoteSecret(other, name)].sort(),
      );
    }
  });

  it("makes exactly these things outside of clusters", async () => {
    const { resources } = await recordMesh(twoNetworks);
    const both = (suffix: string) => [`east${suffix}`, `west${suffix}`];
    assert.deepEqual(
      elsewhere(resources),
      [
        "Mesh payments",
        "RootCertificateAuthority payments-root-ca",
        "index/privateKey:PrivateKey payments-root-ca-key",
        "index/selfSignedCert:SelfSignedCert payments-root-ca",
        ...component("MeshCluster", both("")),
        ...component("pulumi:providers:kubernetes", both("")),
        ...component("IntermediateCertificateAuthority", both("-intermediate-ca")),
        ...component("index/privateKey:PrivateKey", both("-intermediate-ca-key")),
        ...component("index/certRequest:CertRequest", both("-intermediate-ca-request")),
        ...component("index/locallySignedCert:LocallySignedCert", both("-intermediate-ca")),
        ...component("IstioOperatorRelease", both("-operator")),
        ...component("IstioControlPlane", both("-control-plane")),
        ...component("TrustBundle", both("-trust-bundle")),
        ...component("EastWestGateway", both("-gateway")),
        ...component("ReaderToken", both("-reader")),
        ...component("RemoteSecret", ["east-into_west", "west-into_east"]),
      ].sort(),
    );
  });
});

describe("a mesh", function () {
  this.timeout(10_000);

  it("on one network has no gateway, and remote secrets all the same", async () => {
    const { resources } = await recordMesh(oneNetwork);
    assert.deepEqual(
      inCluster(resources, "east"),
      [...controlPlane("east"), remoteSecret("west", "east")].sort(),
    );
    assert.ok(!resources.some(({ type }) => type.endsWith(":EastWestGateway")));
  });

  it("of one cluster has neither a gateway nor a remote secret", async () => {
    const { resources } = await recordMesh(oneCluster);
    assert.deepEqual(inCluster(resources, "east"), controlPlane("east").sort());
    assert.ok(!resources.some(({ type }) => /EastWestGateway|RemoteSecret/.test(type)));
  });

  it("of three clusters has every one watch the two others", async () => {
    const { resources } = await recordMesh(threeOnTwoNetworks);
    const secrets = resources.filter(
      ({ type, name }) => type === "kubernetes:core/v1:Secret" && name.includes("-into_"),
    );
    assert.deepEqual(secrets.map(({ name, cluster }) => `${name} in ${cluster ?? ""}`).sort(), [
      "east-into_north in north",
      "east-into_south in south",
      "north-into_east in east",
      "north-into_south in south",
      "south-into_east in east",
      "south-into_north in north",
    ]);
  });

  it("gives every Kubernetes object a cluster's provider, and that of the cluster in its name", async () => {
    const { resources } = await recordMesh(threeOnTwoNetworks);
    const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    assert.equal(objects.length, 3 * 20);
    for (const { name, cluster } of objects) {
      const owner = name.split("-into_")[1] ?? name.split("-")[0];
      assert.equal(cluster, owner, name);
    }
  });

  it("names every child after its parent or its cluster", async () => {
    const { resources } = await recordMesh(threeOnTwoNetworks);
    const clusters = ["north", "east", "south"];
    for (const { name, parent } of resources) {
      const roots = [...(parent === undefined ? ["payments"] : [parent]), ...clusters];
      const fits = roots.some((root) => name === root || name.startsWith(`${root}-`));
      assert.ok(fits, `${name} below ${parent ?? "nothing"}`);
    }
  });

  it("has one thing without a parent: itself", async () => {
    const { resources } = await recordMesh(twoNetworks);
    assert.deepEqual(listed(resources.filter(({ parent }) => parent === undefined)), [
      "Mesh payments",
    ]);
  });

  it("is the same in whatever order its clusters are listed", async () => {
    const { resources } = await recordMesh(threeOnTwoNetworks);
    const reversed = await recordMesh([...threeOnTwoNetworks].reverse());
    assert.deepEqual(listed(reversed.resources), listed(resources));
  });
});

describe("a preview of a mesh", function () {
  this.timeout(10_000);

  it("shows what would be made, without knowing what only clusters know", async () => {
    const up = await recordMesh(twoNetworks);
    const preview = await recordMesh(twoNetworks, { preview: true });
    assert.deepEqual(listed(preview.resources), listed(up.resources));
    for (const name of ["east", "west"]) {
      assert.deepEqual(inCluster(preview.resources, name), inCluster(up.resources, name));
    }
  });
});
