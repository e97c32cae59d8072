import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { type CertificateFacts, certificateFacts } from "./certificate-facts";
import type { MeshCluster } from "./mesh-cluster";
import { caSecretName, istioNamespace } from "./names";
import { ownedByStack } from "./ownership";
import type { RootCertificateAuthority } from "./root-certificate-authority";
import { authorityUses, buildCaFiles, hours, istiodDnsName, keyArgs } from "./specs/certificates";

export interface IntermediateCertificateAuthorityArgs {
  /** Cluster whose istiod signs with it. */
  readonly cluster: MeshCluster;
  /** Root that signs it. */
  readonly root: RootCertificateAuthority;
  /** Lifetime in days; a change makes a new certificate, which istiod takes up while it runs. */
  readonly validityDays: number;
}

/** A cluster's own signing certificate, in the Secret `cacerts`; istiod makes a root of its own if it starts without. */
export class IntermediateCertificateAuthority extends pulumi.ComponentResource {
  /** The Secret `cacerts`. */
  readonly secret: k8s.core.v1.Secret;
  readonly facts: pulumi.Output<CertificateFacts>;

  constructor(
    name: string,
    args: IntermediateCertificateAuthorityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("istio-mesh:index:IntermediateCertificateAuthority", name, {}, opts);
    const { cluster, root } = args;
    const key = new tls.PrivateKey(`${name}-key`, keyArgs(root.algorithm), { parent: this });
    const request = new tls.CertRequest(
      `${name}-request`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: {
          organization: "Istio",
          commonName: "Intermediate CA",
          locality: cluster.clusterName,
        },
        dnsNames: [istiodDnsName],
      },
      { parent: this },
    );
    const cert = new tls.LocallySignedCert(
      name,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: root.certPem,
        caPrivateKeyPem: root.keyPem,
        validityPeriodHours: hours(args.validityDays),
        isCaCertificate: true,
        // It signs workloads, never another authority.
        maxPathLength: 0,
        setSubjectKeyId: true,
        allowedUses: authorityUses,
      },
      { parent: this },
    );
    const files = pulumi
      .all([cert.certPem, key.privateKeyPem, root.certPem])
      .apply(([certPem, keyPem, rootPem]) => ({ ...buildCaFiles(certPem, keyPem, rootPem) }));
    this.secret = new k8s.core.v1.Secret(
      `${name}-cacerts`,
      {
        metadata: { name: caSecretName, namespace: istioNamespace, annotations: ownedByStack },
        data: pulumi.secret(files),
      },
      { parent: this, provider: cluster.provider, dependsOn: [cluster.namespace] },
    );
    this.facts = certificateFacts(cert.certPem);
    this.registerOutputs({ facts: this.facts });
  }
}
