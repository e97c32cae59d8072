import type * as pulumi from "@pulumi/pulumi";
import type { AuthorityInputs } from "../stacks/certificates/load";
import type { AuthorityPlan } from "../stacks/certificates/plan";
import type { PrimaryPlan } from "../stacks/cluster-plan";
import type { CertificateFacts } from "./certificate-facts";
import { ExternalCertificateAuthority } from "./external-certificate-authority";
import { IntermediateCertificateAuthority } from "./intermediate-certificate-authority";
import type { MeshCluster } from "./mesh-cluster";
import { RootCertificateAuthority } from "./root-certificate-authority";
import type { SigningAuthority } from "./signing-authority";

/** What people want to know of who is trusted, and who signs. */
export interface AuthorityOutputs {
  readonly issuer: string;
  /** Of a rotation; undefined if there is none. */
  readonly phase?: string;
  readonly roots: readonly pulumi.Output<RootFacts>[];
}

export interface RootFacts extends CertificateFacts {
  readonly name: string;
  /** Whether intermediates are issued by it. */
  readonly signs: boolean;
  /** Whether workloads trust it. */
  readonly trusted: boolean;
}

/** The roots of a mesh, and from them what each istiod signs with. */
export class Authorities {
  readonly outputs: AuthorityOutputs;
  private readonly roots: readonly RootCertificateAuthority[];

  constructor(
    mesh: string,
    private readonly plan: AuthorityPlan,
    private readonly inputs: AuthorityInputs,
    parent: pulumi.Resource,
  ) {
    const { renewBeforeDays, issuer, phase } = plan;
    this.roots = plan.roots.map(
      (root) =>
        new RootCertificateAuthority(
          `${mesh}-${root.name}-ca`,
          {
            plan: root,
            material: inputs.material.roots.get(root.name),
            known: inputs.knownRoots.get(root.name),
            renewBeforeDays,
          },
          { parent },
        ),
    );
    const facts = this.roots.map(({ plan: { name, signs, trusted }, facts: all }) =>
      all.apply((one) => ({ name, signs, trusted, ...one })),
    );
    this.outputs = { issuer, ...(phase === undefined ? {} : { phase }), roots: facts };
  }

  /** What a primary's istiod signs with. */
  authorize({ name, intermediate }: PrimaryPlan, cluster: MeshCluster): SigningAuthority {
    const { renewBeforeDays } = this.plan;
    const child = { parent: cluster };
    const signer = this.roots.find((one) => one.plan.name === intermediate?.root);
    if (intermediate === undefined || signer === undefined) {
      const awaited = () => this.inputs.awaitExternal(name);
      return new ExternalCertificateAuthority(
        `${name}-external-ca`,
        { cluster, awaited, renewBeforeDays },
        child,
      );
    }
    return new IntermediateCertificateAuthority(
      `${name}-intermediate-ca`,
      {
        cluster,
        plan: intermediate,
        signer,
        trusted: this.roots.filter((one) => one.plan.trusted),
        material: this.inputs.material.intermediates.get(name),
        renewBeforeDays,
      },
      child,
    );
  }
}
