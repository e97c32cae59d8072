import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import type { MeshUnderTest } from "../support/mesh-under-test";
import { requestWorkloadCertificate } from "../support/workload-certificate";

interface CertificatesOutput {
  readonly roots: readonly { readonly fingerprint: string }[];
}

export function certificatesSuite(mesh: () => MeshUnderTest): void {
  describe("certificates", () => {
    it("workload certificates of all clusters chain to the one root, which is the stack's", async () => {
      const { roots } = (await mesh().stack.output("certificates")) as CertificatesOutput;
      for (const cluster of mesh().clusters) {
        const authority = await cluster.secret("istio-system", "cacerts");
        const root = new X509Certificate(authority["root-cert.pem"] ?? "");
        assert.deepEqual(
          roots.map((one) => one.fingerprint),
          [root.fingerprint256],
        );

        const chain = await requestWorkloadCertificate(
          cluster,
          "default",
          "default",
          root.toString(),
        );
        const certificates = chain.map((pem) => new X509Certificate(pem));
        const [workload, intermediate] = certificates;
        assert.ok(workload !== undefined && intermediate !== undefined, chain.join(""));
        assert.equal(workload.subjectAltName, "URI:spiffe://cluster.local/ns/default/sa/default");
        assert.ok(workload.verify(intermediate.publicKey), "signed by the intermediate");
        assert.equal(
          intermediate.fingerprint256,
          new X509Certificate(authority["ca-cert.pem"] ?? "").fingerprint256,
        );
        assert.match(intermediate.subject, new RegExp(`^L=${cluster.name}$`, "m"));
        assert.ok(intermediate.verify(root.publicKey), "signed by the root");
      }
    });

    it("every cluster has an intermediate of its own", async () => {
      const intermediates = await Promise.all(
        mesh().clusters.map(
          async (one) => (await one.secret("istio-system", "cacerts"))["ca-cert.pem"],
        ),
      );
      assert.equal(new Set(intermediates).size, mesh().clusters.length);
    });

    it("openssl verifies each chain, and sees that the intermediate signs no authority", async () => {
      for (const cluster of mesh().clusters) {
        const files = await cluster.secret("istio-system", "cacerts");
        const { checkout } = mesh();
        for (const [name, content] of Object.entries(files).filter(
          ([key]) => key !== "ca-key.pem",
        )) {
          checkout.write(name, content);
        }
        const verified = await checkout.succeed("openssl", [
          "verify",
          "-x509_strict",
          "-CAfile",
          "root-cert.pem",
          "ca-cert.pem",
        ]);
        assert.equal(verified, "ca-cert.pem: OK\n");
        const text = await checkout.succeed("openssl", [
          "x509",
          "-in",
          "ca-cert.pem",
          "-noout",
          "-text",
        ]);
        assert.match(text, /X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
        assert.match(text, /DNS:istiod\.istio-system\.svc/);
      }
    });
  });
}
