import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { certPem } from "../../support/answers";
import {
  cacertsOf,
  recordMesh,
  type RotationStep,
  rotationSteps,
} from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";

const at = (step: RotationStep) =>
  recordMesh(remoteOfOneOfTwo, { config: { certificates: rotationSteps[step] } });

const names = { root: "payments-root-ca", next: "payments-next-ca" } as const;
const steps: readonly {
  readonly step: RotationStep;
  /** The older first. */
  readonly trusts: readonly (keyof typeof names)[];
  readonly signer: keyof typeof names;
}[] = [
  { step: "before", trusts: ["root"], signer: "root" },
  { step: "trustBoth", trusts: ["root", "next"], signer: "root" },
  { step: "signNew", trusts: ["root", "next"], signer: "next" },
  { step: "dropOld", trusts: ["next"], signer: "next" },
  { step: "finished", trusts: ["next"], signer: "next" },
];

const bundleOf = async (trusts: readonly (keyof typeof names)[]) =>
  (await Promise.all(trusts.map((one) => certPem(names[one])))).join("");

/** What workloads of a cluster are told to trust, by namespace; istiod tells those of a primary by cacerts, too. */
async function bundlesIn(step: RotationStep, cluster: string): Promise<string[]> {
  const recording = await at(step);
  const maps = recording.resources.filter(
    (one) => one.type === "kubernetes:core/v1:ConfigMap" && one.cluster === cluster,
  );
  const texts = maps.map(({ name, inputs }) => {
    assert.match(name, new RegExp(`^${cluster}-trust-bundle-(default|kube-system)$`));
    const data = inputs["data"] as Record<string, string>;
    assert.deepEqual(Object.keys(data), ["root-cert.pem"]);
    return data["root-cert.pem"] ?? "";
  });
  assert.equal(texts.length, 2);
  const file = cluster === "edge" ? [] : [cacertsOf(recording, cluster)["root-cert.pem"] ?? ""];
  return [...texts, ...file];
}

describe("what is trusted while a root is rotated", function () {
  this.timeout(20_000);

  for (const { step, trusts, signer } of steps) {
    it(`is ${trusts.join(", then ")}, on every cluster byte for byte: ${step}`, async () => {
      const bundle = await bundleOf(trusts);
      for (const [cluster, count] of [
        ["east", 3],
        ["edge", 2],
        ["west", 3],
      ] as const) {
        assert.deepEqual(await bundlesIn(step, cluster), Array(count).fill(bundle), cluster);
      }
    });

    it(`has istiod's chain end with the root that signs, ${signer}: ${step}`, async () => {
      for (const cluster of ["east", "west"]) {
        const own = await certPem(`${cluster}-intermediate-ca-${signer}-1-1`);
        const files = cacertsOf(await at(step), cluster);
        assert.equal(files["ca-cert.pem"], own);
        assert.equal(files["cert-chain.pem"], `${own}${await certPem(names[signer])}`);
      }
    });

    it(`stands in cacerts' annotation, by name and fingerprint: ${step}`, async () => {
      const { find } = await at(step);
      const made = "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA";
      const mark = await Promise.all(
        trusts.map(async (one) => {
          const fingerprint = new X509Certificate(await certPem(names[one])).fingerprint256;
          return [one, { fingerprint, made }] as const;
        }),
      );
      for (const cluster of ["east", "west"]) {
        const secret = find("kubernetes:core/v1:Secret", `${cluster}-intermediate-ca-cacerts`);
        assert.equal(secret.cluster, cluster);
        const { annotations, ...others } = secret.inputs["metadata"] as {
          annotations: Record<string, string>;
        };
        assert.deepEqual(others, { name: "cacerts", namespace: "istio-system" });
        const { "istio-mesh/authority": text = "", ...rest } = annotations;
        assert.deepEqual(rest, { "pulumi.com/patchForce": "true" });
        // The order is that of trust, too.
        assert.deepEqual(Object.entries(JSON.parse(text) as object), mark);
      }
    });
  }

  it("is at every step a piece of what it was before, or the other way round, as istiod demands", async () => {
    for (const cluster of ["east", "edge", "west"]) {
      const texts: string[] = [];
      for (const { step } of steps) {
        const [bundle = ""] = await bundlesIn(step, cluster);
        texts.push(bundle);
      }
      const fits = texts.slice(1).map((now, at) => {
        const old = texts[at] ?? "";
        return old === now ? "same" : now.includes(old) ? "more" : old.includes(now) && "less";
      });
      assert.deepEqual(fits, ["more", "same", "less", "same"]);
    }
  });
});
