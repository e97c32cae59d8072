import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalAuthority } from "../../../stacks/certificates/external";
import { day, makeAuthority } from "../../support/authorities";
import { changes, listed, recordedOnce, recordMesh } from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";
import { type Recorded, settled } from "../../support/mocks";

const config = { certificates: { issuer: "external" } };
const clusters = ["east", "edge", "west"] as const;

/** What somebody else made: east's below one of two roots, west's below another one. */
const made = (async () => {
  const [first, second, third] = await Promise.all([
    makeAuthority({ name: "first root", to: 200 }),
    makeAuthority({ name: "second root", to: 200 }),
    makeAuthority({ name: "third root", to: 200 }),
  ]);
  const east = await makeAuthority({ name: "signer of east", issuer: second, to: 100 });
  const west = await makeAuthority({ name: "signer of west", issuer: third, to: 5.5 });
  return {
    east: { certPem: east.cert, bundle: `${first.cert}${second.cert}` },
    west: { certPem: west.cert, bundle: third.cert },
  };
})();
const found = async (cluster: string): Promise<ExternalAuthority> => {
  const { east, west } = await made;
  return cluster === "east" ? east : west;
};
const recording = recordedOnce(() =>
  recordMesh(remoteOfOneOfTwo, { config, authority: { awaitExternal: found } }),
);

const bundles = (resources: readonly Recorded[]) =>
  resources
    .filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")
    .map(({ name, cluster, inputs }) => [name, cluster, inputs["data"]])
    .sort();
const bundlesOf = (texts: Readonly<Record<(typeof clusters)[number], string>>) =>
  clusters.flatMap((name) =>
    ["default", "kube-system"].map((namespace) => [
      `${name}-trust-bundle-${namespace}`,
      name,
      { "root-cert.pem": texts[name] },
    ]),
  );

describe("a mesh whose certificates somebody else issues", function () {
  this.timeout(20_000);

  it("has no cacerts, no key and no certificate of the stack's, and all else that a mesh has", async () => {
    const own = await recordMesh(remoteOfOneOfTwo);
    const { added, removed, changed } = changes(own.resources, (await recording()).resources);
    assert.deepEqual(added, [
      "-: ExternalCertificateAuthority east-external-ca",
      "-: ExternalCertificateAuthority west-external-ca",
    ]);
    const ofStack = own.resources.filter(
      ({ type, name }) =>
        type.startsWith("tls:") ||
        /:(Root|Intermediate)CertificateAuthority$/.test(type) ||
        name.endsWith("-cacerts"),
    );
    assert.equal(ofStack.length, 2 + 2 * 3 + 3 + 2);
    assert.deepEqual(
      removed,
      ofStack
        .flatMap((one) => listed([one]).map((text) => `${one.cluster ?? "-"}: ${text}`))
        .sort(),
    );
    // Nobody tells the stack the root's name, which pods bear otherwise; and the roots are others.
    assert.deepEqual(
      changed,
      [
        ...clusters.flatMap((name) => [
          `${name}: apps/v1:Deployment ${name}-gateway-deployment`,
          `${name}: core/v1:ConfigMap ${name}-trust-bundle-default`,
          `${name}: core/v1:ConfigMap ${name}-trust-bundle-kube-system`,
        ]),
        ...["east", "west"].flatMap((name) => [
          `${name}: apps/v1:DeploymentPatch ${name}-istiod-rollout`,
          `${name}: install.istio.io/v1alpha1:IstioOperator ${name}-control-plane`,
        ]),
      ].sort(),
    );
  });

  it("has every cluster trust what its istiod was given, and a remote what its primary's was", async () => {
    const { east, west } = await made;
    assert.deepEqual(
      bundles((await recording()).resources),
      bundlesOf({ east: east.bundle, edge: east.bundle, west: west.bundle }),
    );
  });

  it("asks for each primary once, and for no remote", async () => {
    const asked: string[] = [];
    const awaitExternal = (cluster: string) => {
      asked.push(cluster);
      return found(cluster);
    };
    await recordMesh(remoteOfOneOfTwo, { config, authority: { awaitExternal } });
    assert.deepEqual(asked.sort(), ["east", "west"]);
  });

  it("tells what istiod signs with and who is trusted, by their subjects", async () => {
    const { result } = await recording();
    const { east, west } = await made;
    const facts = (pem: string, name: string, root: string, days: number) => ({
      fingerprint: new X509Certificate(pem).fingerprint256,
      subject: `CN=signer of ${name}`,
      issuer: `CN=${root}`,
      lifetimeDays: Math.floor(days) + 1,
      expires: day(days).toISOString(),
      daysLeft: Math.ceil(days) - 1,
      root: `CN=${root}`,
    });
    const outputs = await settled(pulumi.output(result.clusters));
    assert.deepEqual(
      Object.entries(outputs).map(([name, { intermediate, trusts }]) => [
        name,
        intermediate,
        trusts,
      ]),
      [
        [
          "east",
          facts(east.certPem, "east", "second root", 100),
          ["CN=first root", "CN=second root"],
        ],
        ["edge", undefined, ["CN=first root", "CN=second root"]],
        ["west", facts(west.certPem, "west", "third root", 5.5), ["CN=third root"]],
      ],
    );
    const certificates = await settled(pulumi.output(result.certificates));
    assert.deepEqual(certificates, { issuer: "external", roots: [] });
  });

  it("is warned of what its issuer has to renew", async () => {
    assert.deepEqual((await recording()).warnings, [
      `what istiod of west signs with expires in 5 days, at ${day(5.5).toISOString()}; have its issuer renew cacerts`,
    ]);
  });
});
