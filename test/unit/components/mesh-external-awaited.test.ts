import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalAuthority } from "../../../stacks/certificates/external";
import { makeAuthority } from "../../support/authorities";
import { watching } from "../../support/expected-objects";
import { inCluster, listed, recordMesh, recordMeshFailure } from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";

const config = { certificates: { issuer: "external" } };
const authority = makeAuthority({ name: "authority", to: 100 });
const found = async (): Promise<ExternalAuthority> => {
  const { cert } = await authority;
  return { certPem: cert, bundle: cert };
};
/** With what it waits for. */
const given = { config, authority: { awaitExternal: found } };

/** What of a cluster needs no istiod. */
const ahead = (name: string) => [
  `apiextensions.k8s.io/v1:CustomResourceDefinition ${name}-operator-definition`,
  `core/v1:Namespace ${name}-istio-system`,
  `core/v1:Namespace ${name}-operator-namespace`,
  `core/v1:Service ${name}-gateway-service`,
  `core/v1:ServiceAccount ${name}-gateway-account`,
  `helm.sh/v4:Chart ${name}-operator`,
  `policy/v1:PodDisruptionBudget ${name}-gateway-disruption-budget`,
  `rbac.authorization.k8s.io/v1:Role ${name}-gateway-role`,
  `rbac.authorization.k8s.io/v1:RoleBinding ${name}-gateway-role-binding`,
];

describe("while nobody has made a cluster's cacerts", function () {
  this.timeout(20_000);

  it("the cluster gets the namespace and the operator, and istiod only afterwards", async () => {
    let letGo: () => void = () => assert.fail("there is something to let go");
    const gone = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const awaitExternal = async (cluster: string) => {
      await (cluster === "east" ? gone : undefined);
      return found();
    };
    const { resources } = await recordMesh(remoteOfOneOfTwo, {
      config,
      letGo: () => letGo(),
      authority: { awaitExternal },
    });
    const first = resources.filter(({ late }) => !late);
    assert.deepEqual(
      inCluster(first, "east"),
      [...ahead("east"), ...watching("east", "west")].sort(),
    );
    // A remote awaits its primary's istiod, but for its revision tag, which nobody calls.
    const tag = "admissionregistration.k8s.io/v1:MutatingWebhookConfiguration edge-revision-tag";
    assert.deepEqual(inCluster(first, "edge"), [...ahead("edge"), tag].sort());
    // West has its own, and awaits of the others only that they can be reached.
    const ofWest = resources.filter(({ cluster, late }) => cluster === "west" && late);
    assert.deepEqual(listed(ofWest), watching("west", "east", "edge"));
    assert.deepEqual(
      listed(resources),
      listed((await recordMesh(remoteOfOneOfTwo, given)).resources),
    );
  });

  it("a preview shows the same objects all the same, and warns of nothing", async () => {
    const preview = await recordMesh(remoteOfOneOfTwo, { config, preview: true });
    assert.deepEqual(
      listed(preview.resources),
      listed((await recordMesh(remoteOfOneOfTwo, given)).resources),
    );
    const maps = preview.resources.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap");
    const bundles = maps.map(({ cluster, inputs }) => [cluster, inputs["data"]]).sort();
    assert.deepEqual(
      bundles,
      ["east", "edge", "west"].flatMap((cluster) =>
        Array<unknown>(2).fill([cluster, { "root-cert.pem": pulumi.unknown }]),
      ),
    );
    const operator = preview.find(
      "kubernetes:install.istio.io/v1alpha1:IstioOperator",
      "east-control-plane",
    );
    const after = (await recordMesh(remoteOfOneOfTwo, given)).find(operator.type, operator.name);
    assert.deepEqual(operator.inputs, after.inputs);
    assert.deepEqual(preview.warnings, []);
  });

  it("it is asked for when the namespace is there, where its issuer may need it", async () => {
    const asked: string[] = [];
    const awaitExternal = (cluster: string) => {
      asked.push(cluster);
      return found();
    };
    const asks = async (hold: string) => {
      asked.length = 0;
      await recordMesh(remoteOfOneOfTwo, { config, hold, authority: { awaitExternal } });
      return [...asked];
    };
    assert.deepEqual(await asks("east-istio-system"), ["west", "east"]);
    assert.deepEqual(await asks("west-istio-system"), ["east", "west"]);
  });

  it("no istiod starts when it is given up, and the program fails with the reason", async () => {
    const reason = "istiod of west cannot start";
    const awaitExternal = (cluster: string) =>
      cluster === "west" ? Promise.reject(new Error(reason)) : found();
    const { resources, errors } = await recordMeshFailure(remoteOfOneOfTwo, {
      config,
      authority: { awaitExternal },
    });
    assert.deepEqual(
      errors.map(({ message }) => message),
      [reason],
    );
    const west = resources.filter(({ cluster }) => cluster === "west");
    // East and edge can be reached, and west's istiod would watch them.
    assert.deepEqual(listed(west), [...ahead("west"), ...watching("west", "east", "edge")].sort());
  });
});
