import * as pulumi from "@pulumi/pulumi";
import type { ExternalAuthority } from "../stacks/certificates/external";
import { readTrustBundle } from "../stacks/certificates/live";
import { certificateFacts, warnOfExpiry } from "./certificate-facts";
import type { MeshCluster } from "./mesh-cluster";
import { externalAuthorityType } from "./names";
import type { SigningAuthority, SigningFacts } from "./signing-authority";

export interface ExternalCertificateAuthorityArgs {
  /** Cluster whose istiod signs with it. */
  readonly cluster: MeshCluster;
  /** Waits for `cacerts`; in a preview it says what is there, or that nothing is. */
  readonly awaited: () => Promise<ExternalAuthority | undefined>;
  /** Least number of days that it should have left. */
  readonly renewBeforeDays: number;
}

/** What somebody else, such as cert-manager, gives a cluster's istiod to sign with. */
export class ExternalCertificateAuthority
  extends pulumi.ComponentResource
  implements SigningAuthority
{
  readonly after: readonly pulumi.Resource[] = [];
  readonly mark = undefined;
  readonly canSign: pulumi.Output<true>;
  readonly bundle: pulumi.Output<string>;
  readonly trusts: pulumi.Output<readonly string[]>;
  readonly facts: pulumi.Output<SigningFacts | undefined>;

  constructor(
    name: string,
    args: ExternalCertificateAuthorityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(externalAuthorityType, name, {}, opts);
    const { cluster, awaited } = args;
    // Whoever writes it may need the namespace first.
    const found = cluster.namespace.metadata.apply(() => awaited());
    this.canSign = found.apply(() => true as const);
    this.bundle = found.apply((one) => one?.bundle ?? unknownText);
    this.trusts = this.bundle.apply(subjectsOf);
    this.facts = found.apply((one) => {
      const facts = one && certificateFacts(one.certPem);
      return facts && { ...facts, root: facts.issuer };
    });
    const title = `what istiod of ${cluster.clusterName} signs with`;
    const advice = `have its issuer renew cacerts`;
    warnOfExpiry(this.facts, { title, limit: args.renewBeforeDays, advice }, this);
    this.registerOutputs({ facts: this.facts });
  }
}

/** What a preview cannot know. */
const unknownText = pulumi.unknown as string;

function subjectsOf(bundle: string): string[] {
  return (readTrustBundle({ data: { "root-cert.pem": bundle } }) ?? []).map((one) => one.subject);
}
