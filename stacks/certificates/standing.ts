import type { CertificateIdentity } from "./identity";
import type { LiveAuthority } from "./live";

/** What a cluster does now. */
export interface Standing {
  readonly cluster: string;
  /** None if no istiod signs there. */
  readonly signer: CertificateIdentity | undefined;
  /** What workloads were told to trust, each way in which they were. */
  readonly trusts: readonly (readonly CertificateIdentity[])[];
  readonly changed: Date | undefined;
}

export function standingOf({
  cluster,
  cacerts,
  selfMade,
  distributed,
  changed,
}: LiveAuthority): Standing[] {
  // A remote's istiod is its primary's, which signs by what is there.
  const signer = cacerts?.signer ?? selfMade;
  const trusts = [cacerts?.trusts, distributed].flatMap((one) => (one ? [one] : []));
  return trusts.length === 0 ? [] : [{ cluster, signer, trusts, changed }];
}
