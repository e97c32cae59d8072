import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { AuthorityInputs } from "../../../stacks/certificates/load";
import { canaries, certPem, keyPem, leak, readerCaData } from "../../support/answers";
import { makeAuthority } from "../../support/authorities";
import { adminKubeconfig, recordMesh, remoteOfEach } from "../../support/mesh-recording";
import { base64, type Place, remoteOfOneOfTwo, twoNetworks } from "../../support/meshes";
import { settled } from "../../support/mocks";
import { isSecret, plainTexts, unwrap } from "../../support/secrets";

const secretType = "kubernetes:core/v1:Secret";

const file = { path: "x.pem" };
const upload = { cert: file, key: file };

/** What a mesh may have in place of certificates that the stack makes. */
interface Upload {
  readonly config: Readonly<Record<string, unknown>>;
  readonly authority?: () => Promise<Partial<AuthorityInputs>>;
}

/** Certificates with real keys: of a root, and of both clusters' intermediates. */
async function uploads(): Promise<Partial<AuthorityInputs>> {
  const root = await makeAuthority({ name: "root" });
  const own = await makeAuthority({ name: "own", issuer: root, pathLength: 0 });
  const intermediate = { certPem: own.cert, keyPem: own.key, between: [] };
  return {
    material: {
      roots: new Map([["root", { certPem: root.cert, keyPem: root.key }]]),
      intermediates: new Map(["east", "west"].map((name) => [name, intermediate])),
    },
  };
}

/** A Secret's data, which has to be secret as a whole or in each of its values. */
function secretData(data: unknown): Record<string, unknown> {
  const values = isSecret(data) ? [data] : Object.values(data as object);
  assert.ok(values.length > 0 && values.every(isSecret), "all of it is secret");
  return unwrap(data) as Record<string, unknown>;
}

describe("a mesh's secrets", function () {
  this.timeout(10_000);

  const trustBoth = { certificates: { rotation: { to: { name: "next" }, phase: "trustBoth" } } };
  const uploadedRoot = { certificates: { root: { upload: { cert: file, key: file } } } };
  const offlineRoot = { certificates: { root: { upload: { cert: file } } } };
  const meshes: readonly (readonly [string, readonly Place[], number, Upload?])[] = [
    ["primaries", twoNetworks, 500],
    ["primaries, one with a remote", remoteOfOneOfTwo, 750],
    ["primaries with a remote each", remoteOfEach, 1000],
    ["primaries that trust two roots", twoNetworks, 550, { config: trustBoth }],
    [
      "primaries below an uploaded root",
      twoNetworks,
      500,
      { config: uploadedRoot, authority: uploads },
    ],
    [
      "primaries with uploaded intermediates",
      twoNetworks.map(([name, network]) => [name, network, { intermediate: { upload } }]),
      450,
      { config: offlineRoot, authority: uploads },
    ],
  ];
  for (const [what, places, least, { config = {}, authority } = {}] of meshes) {
    for (const preview of [false, true]) {
      it(`stand in no plain input of any resource of ${what}${preview ? ", nor of a preview" : ""}`, async () => {
        const given = authority && { authority: await authority() };
        const { resources } = await recordMesh(places, { preview, config, ...given });
        const texts = resources.flatMap(({ name, inputs }) =>
          plainTexts(inputs).map((text) => [name, text] as const),
        );
        assert.ok(texts.length > least, `there is something to look at: ${texts.length}`);
        assert.deepEqual(
          texts.filter(([, text]) => leak.test(text)),
          [],
        );
      });
    }
  }

  it("are in the inputs, where they are needed, in a secret's wrapper", async () => {
    const { resources } = await recordMesh(remoteOfOneOfTwo);
    const found = resources
      .filter(({ inputs }) => plainTexts(unwrap(inputs)).some((text) => leak.test(text)))
      .map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
    assert.deepEqual(found.sort(), [
      "CertRequest east-intermediate-ca-root-1-1-request",
      "CertRequest west-intermediate-ca-root-1-1-request",
      "LocallySignedCert east-intermediate-ca-root-1-1",
      "LocallySignedCert west-intermediate-ca-root-1-1",
      "Secret east-intermediate-ca-cacerts",
      "Secret east-into_west",
      "Secret edge-into_east",
      "Secret edge-into_west",
      "Secret west-intermediate-ca-cacerts",
      "Secret west-into_east",
      "SelfSignedCert payments-root-ca",
      "kubernetes east",
      "kubernetes edge",
      "kubernetes west",
    ]);
  });

  it("are not in its outputs", async () => {
    const { result } = await recordMesh(remoteOfOneOfTwo);
    const { certificates, clusters, topology } = result;
    const outputs = {
      certificates: await settled(pulumi.output(certificates)),
      clusters: await settled(pulumi.output(clusters)),
      topology,
    };
    assert.equal(Object.keys(clusters).join(), "east,edge,west");
    assert.doesNotMatch(JSON.stringify(outputs), leak);
  });

  it("give each cluster an authority of its own below the common root", async () => {
    const { find } = await recordMesh(twoNetworks);
    const rootPem = await certPem("payments-root-ca");
    for (const name of ["east", "west"]) {
      const own = await certPem(`${name}-intermediate-ca-root-1-1`);
      const cacerts = find(secretType, `${name}-intermediate-ca-cacerts`);
      assert.equal(cacerts.cluster, name);
      assert.deepEqual(secretData(cacerts.inputs["data"]), {
        "ca-cert.pem": base64(own),
        "ca-key.pem": base64(keyPem(`${name}-intermediate-ca-root-1-1-key`)),
        "root-cert.pem": base64(`${rootPem.trimEnd()}\n`),
        "cert-chain.pem": base64(`${own.trimEnd()}\n${rootPem.trimEnd()}\n`),
      });
      const signed = find(
        "tls:index/locallySignedCert:LocallySignedCert",
        `${name}-intermediate-ca-root-1-1`,
      );
      assert.equal(signed.inputs["caCertPem"], rootPem);
      assert.equal(unwrap(signed.inputs["caPrivateKeyPem"]), keyPem("payments-root-ca-key"));
    }
  });

  it("let each primary read the others with the reader's token, never as its administrator", async () => {
    const { find } = await recordMesh(remoteOfOneOfTwo);
    for (const [watched, by] of [
      ["east", "west"],
      ["west", "east"],
      ["edge", "east"],
      ["edge", "west"],
    ] as const) {
      const secret = find(secretType, `${watched}-into_${by}`);
      assert.equal(secret.cluster, by);
      assert.deepEqual(secret.inputs["metadata"], {
        name: `istio-remote-secret-${watched}`,
        namespace: "istio-system",
        labels: { "istio/multiCluster": "true" },
        annotations: {
          "networking.istio.io/cluster": watched,
          "pulumi.com/patchForce": "true",
        },
      });
      const data = secretData(secret.inputs["data"]);
      assert.deepEqual(Object.keys(data), [watched]);
      const text = Buffer.from(String(data[watched]), "base64").toString("utf8");
      assert.doesNotMatch(text, new RegExp(canaries.kubeconfig));
      const kubeconfig = parse(text) as Record<"clusters" | "users", unknown>;
      const cluster = {
        "certificate-authority-data": readerCaData,
        server: `https://${watched}.example:6443`,
      };
      assert.deepEqual(kubeconfig.clusters, [{ name: watched, cluster }]);
      assert.deepEqual(kubeconfig.users, [{ name: watched, user: { token: canaries.token } }]);
    }
  });

  it("reach each cluster's provider as a secret, and can change there without a replacement", async () => {
    const { find } = await recordMesh(remoteOfOneOfTwo);
    for (const name of ["east", "edge", "west"]) {
      const { kubeconfig, ...others } = find("pulumi:providers:kubernetes", name).inputs;
      assert.ok(isSecret(kubeconfig));
      assert.equal(unwrap(kubeconfig), adminKubeconfig(name));
      assert.deepEqual(others, {
        clusterIdentifier: name,
        enableSecretMutable: "true",
        enableConfigMapMutable: "true",
      });
    }
  });
});
