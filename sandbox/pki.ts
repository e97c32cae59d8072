import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as fs from "node:fs";
import * as x509 from "@peculiar/x509";
import { writeFileAtomically } from "./files";
import type { ClusterLayout } from "./layout";

const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 24 * 60 * 60 * 1000;
/** The sandbox is thrown away long before. */
const lifetimeMs = 365 * dayMs;

/** Who may use a certificate of the cluster's authority, and for what. */
interface Subject {
  /** Common name: the Kubernetes user. */
  readonly user: string;
  /** Organization: the Kubernetes group. */
  readonly group?: string;
  /** Makes it a serving certificate for these names and addresses. */
  readonly serves?: readonly x509.JsonGeneralName[];
}

/** Files of a cluster's public-key infrastructure, below its `pki` folder. */
export const pkiFiles = {
  ca: "ca.crt",
  serviceAccountKey: "service-account.key",
  serviceAccountPublicKey: "service-account.pub",
  apiServer: "apiserver",
  admin: "admin",
  controllerManager: "controller-manager",
  scheduler: "scheduler",
} as const;

/** Makes the certificates and keys of a cluster, unless an earlier run did. */
export async function ensurePki(
  layout: ClusterLayout,
  addresses: readonly string[],
): Promise<void> {
  if (fs.existsSync(layout.pkiFile(pkiFiles.ca))) {
    return;
  }
  const authority = await newAuthority();
  const issue = (name: string, subject: Subject) => issueTo(layout, authority, name, subject);
  const apiServerNames = ["kubernetes", "kubernetes.default.svc", "localhost"];
  await Promise.all([
    issue(pkiFiles.apiServer, {
      user: "kube-apiserver",
      serves: [
        ...apiServerNames.map((value) => ({ type: "dns" as const, value })),
        ...addresses.map((value) => ({ type: "ip" as const, value })),
      ],
    }),
    issue(pkiFiles.admin, { user: "sandbox-admin", group: "system:masters" }),
    issue(pkiFiles.controllerManager, { user: "system:kube-controller-manager" }),
    issue(pkiFiles.scheduler, { user: "system:kube-scheduler" }),
    writeServiceAccountKeys(layout),
  ]);
  // Last, because its presence says that the rest is there.
  writeFileAtomically(layout.pkiFile(pkiFiles.ca), authority.certificate.toString("pem"));
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function newAuthority(): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=istio-mesh-sandbox",
    keys,
    ...validity(),
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function issueTo(
  layout: ClusterLayout,
  authority: Authority,
  name: string,
  subject: Subject,
): Promise<void> {
  const keys = await newKeys();
  const usage = subject.serves
    ? x509.ExtendedKeyUsage.serverAuth
    : x509.ExtendedKeyUsage.clientAuth;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: new x509.Name([
      { CN: [subject.user] },
      ...(subject.group === undefined ? [] : [{ O: [subject.group] }]),
    ]).toString(),
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    ...validity(),
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new x509.ExtendedKeyUsageExtension([usage]),
      ...(subject.serves ? [new x509.SubjectAlternativeNameExtension([...subject.serves])] : []),
    ],
  });
  writeFileAtomically(layout.pkiFile(`${name}.crt`), certificate.toString("pem"));
  writeFileAtomically(layout.pkiFile(`${name}.key`), await pem("PRIVATE KEY", "pkcs8", keys));
}

async function writeServiceAccountKeys(layout: ClusterLayout): Promise<void> {
  const keys = await newKeys();
  const file = (name: string) => layout.pkiFile(name);
  writeFileAtomically(file(pkiFiles.serviceAccountKey), await pem("PRIVATE KEY", "pkcs8", keys));
  writeFileAtomically(
    file(pkiFiles.serviceAccountPublicKey),
    await pem("PUBLIC KEY", "spki", keys),
  );
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
}

async function pem(
  label: string,
  format: "pkcs8" | "spki",
  keys: webcrypto.CryptoKeyPair,
): Promise<string> {
  const key = format === "spki" ? keys.publicKey : keys.privateKey;
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey(format, key), label);
}

function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + lifetimeMs) };
}
