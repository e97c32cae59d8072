import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { authorityAnnotation } from "../stacks/certificates/live";
import type { IntermediateMaterial } from "../stacks/certificates/material";
import type { IntermediatePlan } from "../stacks/certificates/plan";
import { certificateFacts, warnOfExpiry } from "./certificate-facts";
import type { MeshCluster } from "./mesh-cluster";
import { caSecretName, istioNamespace } from "./names";
import { ownedByStack } from "./ownership";
import type { RootCertificateAuthority } from "./root-certificate-authority";
import type { SigningAuthority, SigningFacts } from "./signing-authority";
import {
  authorityMark,
  authorityUses,
  buildCaData,
  hours,
  istiodDnsName,
  joined,
  keyArgs,
} from "./specs/certificates";

export interface IntermediateCertificateAuthorityArgs {
  /** Cluster whose istiod signs with it. */
  readonly cluster: MeshCluster;
  readonly plan: IntermediatePlan;
  /** Root that issues it. */
  readonly signer: RootCertificateAuthority;
  /** Roots that workloads trust, the older first. */
  readonly trusted: readonly RootCertificateAuthority[];
  /** What is uploaded; undefined if the stack makes the intermediate. */
  readonly material: IntermediateMaterial | undefined;
  /** Least number of days that it should have left. */
  readonly renewBeforeDays: number;
}

type Generated = NonNullable<IntermediatePlan["generate"]>;

/** A cluster's own signing certificate, in the Secret `cacerts`; istiod makes a root of its own if it starts without. */
export class IntermediateCertificateAuthority
  extends pulumi.ComponentResource
  implements SigningAuthority
{
  /** The Secret `cacerts`. */
  readonly after: readonly pulumi.Resource[];
  readonly canSign = pulumi.output<true>(true);
  readonly bundle: pulumi.Output<string>;
  readonly mark: pulumi.Output<string>;
  readonly trusts: pulumi.Output<readonly string[]>;
  readonly facts: pulumi.Output<SigningFacts>;

  constructor(
    name: string,
    args: IntermediateCertificateAuthorityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("istio-mesh:index:IntermediateCertificateAuthority", name, {}, opts);
    const { cluster, plan, signer, trusted, material } = args;
    const { certPem, keyPem } = plan.generate
      ? this.generate(`${name}-${plan.edition}`, plan.generate, args)
      : { certPem: pulumi.output(material?.certPem ?? ""), keyPem: material?.keyPem ?? "" };
    this.bundle = pulumi.all(trusted.map((root) => root.certPem)).apply(joined);
    this.trusts = pulumi.output(trusted.map((root) => root.plan.name));
    const data = pulumi
      .all([certPem, keyPem, signer.certPem, this.bundle])
      .apply(([cert, key, root, bundle]) => ({
        ...buildCaData({ cert, key, above: [...(material?.between ?? []), root], bundle }),
      }));
    this.mark = pulumi
      .all(trusted.map(({ plan: { name: root, made }, facts }) => ({ name: root, made, facts })))
      .apply((roots) =>
        authorityMark(roots.map(({ facts, ...one }) => ({ ...one, ...facts, name: one.name }))),
      );
    const secret = new k8s.core.v1.Secret(
      `${name}-cacerts`,
      {
        metadata: {
          name: caSecretName,
          namespace: istioNamespace,
          annotations: { ...ownedByStack, [authorityAnnotation]: this.mark },
        },
        data: pulumi.secret(data),
      },
      { parent: this, provider: cluster.provider, dependsOn: [cluster.namespace] },
    );
    this.after = [secret];
    this.facts = certPem.apply((pem) => ({ ...certificateFacts(pem), root: signer.plan.name }));
    const advice = plan.generate
      ? `nothing renews it by itself, raise certificates.intermediates.generation, or intermediate.generation of the cluster`
      : `nothing renews it by itself, upload another by intermediate.upload of the cluster`;
    const title = `the intermediate of ${cluster.clusterName}`;
    warnOfExpiry(this.facts, { title, limit: args.renewBeforeDays, advice }, this);
    this.registerOutputs({ facts: this.facts });
  }

  /** Istio's properties: https://github.com/istio/istio/blob/master/tools/certs/common.mk */
  private generate(
    name: string,
    { algorithm, validityDays }: Generated,
    { cluster, signer }: IntermediateCertificateAuthorityArgs,
  ) {
    if (signer.keyPem === undefined) {
      throw new Error(`the key of root ${signer.plan.name} is offline, it issues nothing here`);
    }
    const child = { parent: this };
    const key = new tls.PrivateKey(`${name}-key`, keyArgs(algorithm), child);
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
      child,
    );
    const cert = new tls.LocallySignedCert(
      name,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: signer.certPem,
        caPrivateKeyPem: signer.keyPem,
        validityPeriodHours: hours(validityDays),
        isCaCertificate: true,
        // It signs workloads, never another authority.
        maxPathLength: 0,
        setSubjectKeyId: true,
        allowedUses: authorityUses,
      },
      child,
    );
    return { certPem: cert.certPem, keyPem: key.privateKeyPem };
  }
}
