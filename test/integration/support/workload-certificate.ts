import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import * as x509 from "@peculiar/x509";
import type { TestCluster } from "./clusters";

interface CertificateClient extends grpc.Client {
  createCertificate(
    request: { csr: string; validityDuration: number },
    metadata: grpc.Metadata,
    callback: (error: Error | null, response?: { certChain: string[] }) => void,
  ): void;
}

/**
 * Asks istiod for a workload certificate as a proxy does: a signing request over gRPC, with a token of the workload's
 * service account.
 * @param cluster where the workload runs
 * @param root PEM that istiod's own certificate has to chain to
 * @param istiod cluster whose istiod is asked
 * @returns the PEMs from the workload's to the last one that istiod sends
 */
export async function requestWorkloadCertificate(
  cluster: TestCluster,
  namespace: string,
  serviceAccount: string,
  root: string,
  istiod: TestCluster = cluster,
): Promise<string[]> {
  return (await requestIdentity(cluster, namespace, serviceAccount, root, istiod)).chain;
}

/** What a client shows to a server; PEMs. */
export interface Identity {
  /** From the client's own certificate upwards. */
  readonly chain: string[];
  readonly key: string;
}

/** Like {@link requestWorkloadCertificate}, with the key. */
export async function requestIdentity(
  cluster: TestCluster,
  namespace: string,
  serviceAccount: string,
  root: string,
  istiod: TestCluster = cluster,
): Promise<Identity> {
  const { csr, key } = await signingRequest();
  const token = await cluster.core.createNamespacedServiceAccountToken({
    name: serviceAccount,
    namespace,
    body: { spec: { audiences: ["istio-ca"], expirationSeconds: 3600 } },
  });
  const client = newClient(istiod.istiod("ca"), root);
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Bearer ${token.status?.token ?? ""}`);
  metadata.set("clusterid", cluster.name);
  try {
    return await new Promise((resolve, reject) => {
      client.createCertificate({ csr, validityDuration: 3600 }, metadata, (error, response) => {
        if (error || response === undefined) {
          reject(error ?? new Error("no response"));
        } else {
          resolve({ chain: response.certChain, key });
        }
      });
    });
  } finally {
    client.close();
  }
}

function newClient(address: string, root: string): CertificateClient {
  const definition = loadSync(path.join(__dirname, "istio-ca.proto"));
  const service = grpc.loadPackageDefinition(definition) as unknown as {
    istio: { v1: { auth: { IstioCertificateService: grpc.ServiceClientConstructor } } };
  };
  const Client = service.istio.v1.auth.IstioCertificateService;
  return new Client(address, grpc.credentials.createSsl(Buffer.from(root)), {
    "grpc.ssl_target_name_override": "istiod.istio-system.svc",
  }) as unknown as CertificateClient;
}

async function signingRequest(): Promise<{ csr: string; key: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: "",
    keys,
    signingAlgorithm: algorithm,
  });
  return { csr: request.toString("pem"), key: await pemOf(keys.privateKey) };
}

/** An identity that names the same workload as one of the mesh's does, but was issued by no root of the mesh. */
export async function foreignIdentity(spiffe: string): Promise<Identity> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "url", value: spiffe }])],
  });
  return { chain: [certificate.toString("pem")], key: await pemOf(keys.privateKey) };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", key);
  return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" })
    .export({ format: "pem", type: "pkcs8" })
    .toString();
}
