import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { RootMaterial } from "../stacks/certificates/material";
import type { RootPlan, RootRecipe } from "../stacks/certificates/plan";
import { type CertificateFacts, certificateFacts, warnOfExpiry } from "./certificate-facts";
import { authorityUses, hours, keyArgs } from "./specs/certificates";

export interface RootCertificateAuthorityArgs {
  readonly plan: RootPlan;
  /** What is uploaded; undefined if the stack makes the root. */
  readonly material: RootMaterial | undefined;
  /** Fingerprint by which clusters know the root of this name; undefined if none does. */
  readonly known: string | undefined;
  /** Least number of days that it should have left. */
  readonly renewBeforeDays: number;
}

/** A root of the mesh: the intermediates that it issues are trusted by all clusters that trust it. */
export class RootCertificateAuthority extends pulumi.ComponentResource {
  readonly plan: RootPlan;
  readonly certPem: pulumi.Output<string>;
  /** Undefined where it stays offline. Secret. */
  readonly keyPem: pulumi.Output<string> | undefined;
  readonly facts: pulumi.Output<CertificateFacts>;

  constructor(
    name: string,
    args: RootCertificateAuthorityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("istio-mesh:index:RootCertificateAuthority", name, {}, opts);
    const { plan, material, known } = args;
    this.plan = plan;
    const made = plan.generate
      ? this.generate(name, plan.generate, plan.protect)
      : { certPem: pulumi.output(material?.certPem ?? ""), keyPem: material?.keyPem };
    this.certPem = made.certPem.apply((pem) => recognized(plan.name, pem, known));
    this.keyPem = made.keyPem === undefined ? undefined : pulumi.secret(made.keyPem);
    this.facts = this.certPem.apply(certificateFacts);
    if (plan.trusted) {
      const advice = `nothing renews it by itself, name its successor in certificates.rotation.to, phase trustBoth`;
      const renewal = { title: `the root "${plan.name}"`, limit: args.renewBeforeDays, advice };
      warnOfExpiry(this.facts, renewal, this);
    }
    this.registerOutputs({ facts: this.facts });
  }

  private generate(name: string, recipe: RootRecipe, protect: boolean) {
    const child = { parent: this, protect };
    const key = new tls.PrivateKey(`${name}-key`, keyArgs(recipe.algorithm), child);
    const cert = new tls.SelfSignedCert(
      name,
      {
        privateKeyPem: key.privateKeyPem,
        subject: recipe.subject,
        validityPeriodHours: hours(recipe.validityDays),
        isCaCertificate: true,
        setSubjectKeyId: true,
        allowedUses: authorityUses,
      },
      child,
    );
    return { certPem: cert.certPem, keyPem: key.privateKeyPem };
  }
}

/**
 * The certificate, if it is the one that clusters know by its name. Where the stack's state was lost a new one would be
 * made under the old name, and no preview can tell.
 */
function recognized(name: string, pem: string, known: string | undefined): string {
  const { fingerprint256 } = new X509Certificate(pem);
  if (known !== undefined && known !== fingerprint256) {
    throw new pulumi.RunError(
      `the root "${name}" is not the one that clusters have by this name: the stack made ${fingerprint256}, they trust ${known}. Nothing of it was written to a cluster. If the stack's state was lost, bring it back; or give the new root another name, and the old one up by certificates.abandon: [${name}]`,
    );
  }
  return pem;
}
