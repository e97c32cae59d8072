import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import { type Authority, makeAuthority } from "../../../support/authorities";
import { eventually } from "../../support/clusters";
import { editStack } from "../../support/edit-stack";
import { describeExample } from "../../support/example-mesh";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { expectSecrecy } from "../../support/secrecy";
import { changes } from "../../support/stack";
import { expectMutualTrust, momentOf, momentsDuring, type Served } from "../../support/trust";
import { badUploads } from "./bad-uploads";

/** A company's authorities; its root's key never comes near the mesh, until the last test. */
export interface Company {
  readonly root: Authority;
  /** Issued by the root. */
  readonly east: Authority;
  /** Issued by the root, and itself issues. */
  readonly middle: Authority;
  /** Issued by the one in the middle. */
  readonly west: Authority;
}

async function makeCompany(): Promise<Company> {
  const root = await makeAuthority({ name: "Company Root", algorithm: "RSA", to: 3000 });
  const middle = await makeAuthority({ name: "Company Middle", issuer: root, to: 2000 });
  return {
    root,
    middle,
    east: await makeAuthority({ name: "Company East", issuer: root, pathLength: 0, to: 1000 }),
    west: await makeAuthority({ name: "Company West", issuer: middle, pathLength: 0, to: 1000 }),
  };
}

const certificates = (key?: object) => ({
  protect: false,
  root: { name: "company", upload: { cert: { path: "pki/root.pem" }, ...(key ? { key } : {}) } },
});

/** Two primaries whose authorities were made elsewhere. */
export function uploadsSuite(): void {
  let company: Company | undefined;

  const prepare = async (mesh: MeshUnderTest): Promise<void> => {
    const { checkout, stack } = mesh;
    company = await makeCompany();
    fs.mkdirSync(checkout.path("pki"));
    checkout.write("pki/root.pem", company.root.cert);
    checkout.write("pki/east.pem", company.east.cert);
    checkout.write("pki/east-key.pem", company.east.key);
    checkout.write("pki/west.pem", company.west.cert);
    checkout.write("pki/west-chain.pem", company.middle.cert);
    checkout.write("pki/west-key.pem", company.west.key);
    await stack.setSecret("westKey", "pki/west-key.pem");
    editStack(
      mesh,
      [["certificates"], certificates()],
      [
        ["clusters", 0, "intermediate"],
        { upload: { cert: { path: "pki/east.pem" }, key: { path: "pki/east-key.pem" } } },
      ],
      [
        ["clusters", 1, "intermediate"],
        {
          upload: {
            cert: { path: "pki/west.pem" },
            key: { secret: "westKey" },
            chain: { path: "pki/west-chain.pem" },
          },
        },
      ],
    );
  };

  describeExample(
    "primaries-two-networks",
    (mesh) => {
      const made = (): Company => {
        assert.ok(company);
        return company;
      };
      const served = (): Served[] => mesh().clusters.map((cluster) => ({ cluster, by: cluster }));
      const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
      /** When the istiods sign with exactly these. */
      const signedWith = async (...authorities: readonly string[]) => {
        await eventually(
          "istiods sign with what was uploaded",
          async () =>
            (await momentOf(served())).certificates.map(({ chain }) => fingerprint(chain[1] ?? "")),
          (found) => found.join() === authorities.map(fingerprint).join(),
        );
        return momentOf(served());
      };

      it("with intermediates alone: istiods sign with them, and all chains lead to the company's root", async () => {
        const moment = await signedWith(made().east.cert, made().west.cert);
        await expectMutualTrust(mesh().checkout, [moment]);
        assert.deepEqual(
          Object.values(moment.bundles).map(fingerprint),
          [made().root.cert, made().root.cert].map(fingerprint),
        );
        const state = await mesh().stack.succeeds("stack", "export");
        assert.doesNotMatch(state, /"type": "tls:/);
      });

      it("openssl verifies both chains as they stand in cacerts", async () => {
        for (const cluster of mesh().clusters) {
          const files = await cluster.secret("istio-system", "cacerts");
          for (const key of ["ca-cert.pem", "cert-chain.pem", "root-cert.pem"]) {
            mesh().checkout.write(key, files[key] ?? "");
          }
          const args = ["verify", "-CAfile", "root-cert.pem"];
          const said = await mesh().checkout.run("openssl", [
            ...args,
            ...["-untrusted", "cert-chain.pem", "ca-cert.pem"],
          ]);
          assert.equal(said.stdout, "ca-cert.pem: OK\n", said.stderr);
        }
      });

      it("each kind of bad upload is an error of its own, and none changes anything", () =>
        badUploads(mesh(), made()));

      it("an intermediate is renewed by another file, as istiod runs", async () => {
        const next = await makeAuthority({ name: "Company East", issuer: made().root, to: 1500 });
        mesh().checkout.write("pki/east.pem", next.cert);
        mesh().checkout.write("pki/east-key.pem", next.key);
        assert.deepEqual(changes(await mesh().stack.up()), ["update east-intermediate-ca-cacerts"]);
        await expectMutualTrust(mesh().checkout, [await signedWith(next.cert, made().west.cert)]);
      });

      it("with the root's key the stack issues the intermediates, and nobody loses trust", async () => {
        mesh().checkout.write("pki/root-key.pem", made().root.key);
        editStack(
          mesh(),
          [["certificates"], certificates({ path: "pki/root-key.pem" })],
          [["clusters", 0, "intermediate"], undefined],
          [["clusters", 1, "intermediate"], undefined],
          [["westKey"], undefined],
        );
        const before = await momentOf(served());
        const { moments, result } = await momentsDuring(served(), mesh().stack.up());
        const parts = ["", "-key", "-request"];
        assert.deepEqual(
          // The first thing of that plugin comes with its provider.
          changes(result).filter((one) => !one.startsWith("create default_")),
          ["east", "west"]
            .flatMap((name) => [
              `update ${name}-intermediate-ca-cacerts`,
              ...parts.map((part) => `create ${name}-intermediate-ca-company-1-1${part}`),
            ])
            .sort(),
        );
        const issued = await Promise.all(
          mesh().clusters.map((one) => one.secret("istio-system", "cacerts")),
        );
        const after = await signedWith(...issued.map((one) => one["ca-cert.pem"] ?? ""));
        await expectMutualTrust(mesh().checkout, [before, ...moments, after]);
      });

      it("no key has come out on the way", () => {
        const { root, east, west } = made();
        const line = ({ key }: Authority) => key.split("\n")[1] ?? "";
        return expectSecrecy(mesh(), {
          "the key of the root": line(root),
          "the key of east": line(east),
          "the key of west": line(west),
        });
      });
    },
    { title: "with authorities made elsewhere", prepare },
  );
}
