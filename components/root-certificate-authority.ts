import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { type CertificateFacts, certificateFacts } from "./certificate-facts";
import { authorityUses, hours, keyArgs, type KeyAlgorithm } from "./specs/certificates";

export interface RootCertificateAuthorityArgs {
  /** Mesh that the root is for; it stands in the subject. */
  readonly meshId: string;
  /** Kind of key. */
  readonly algorithm: KeyAlgorithm;
  /** Lifetime in days; a change makes a new root, which no existing workload trusts. */
  readonly validityDays: number;
  /** Whether a deletion is refused. */
  readonly protect: boolean;
}

/** The mesh's root: all intermediates chain to it, so that workloads of all clusters trust each other. */
export class RootCertificateAuthority extends pulumi.ComponentResource {
  readonly algorithm: KeyAlgorithm;
  readonly certPem: pulumi.Output<string>;
  /** Secret. */
  readonly keyPem: pulumi.Output<string>;
  readonly facts: pulumi.Output<CertificateFacts>;

  constructor(
    name: string,
    args: RootCertificateAuthorityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("istio-mesh:index:RootCertificateAuthority", name, {}, opts);
    this.algorithm = args.algorithm;
    const key = new tls.PrivateKey(`${name}-key`, keyArgs(args.algorithm), {
      parent: this,
      protect: args.protect,
    });
    const cert = new tls.SelfSignedCert(
      name,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { organization: "Istio", organizationalUnit: args.meshId, commonName: "Root CA" },
        validityPeriodHours: hours(args.validityDays),
        isCaCertificate: true,
        setSubjectKeyId: true,
        allowedUses: authorityUses,
      },
      { parent: this, protect: args.protect },
    );
    this.certPem = cert.certPem;
    this.keyPem = pulumi.secret(key.privateKeyPem);
    this.facts = certificateFacts(cert.certPem);
    this.registerOutputs({ facts: this.facts });
  }
}
