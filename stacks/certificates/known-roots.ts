import type { CertificateIdentity } from "./identity";
import type { AuthorityMark, LiveAuthority } from "./live";
import type { AuthorityPlan, RootPlan } from "./plan";

/** What the rule of rotation is asked of. */
export interface RotationState {
  readonly plan: AuthorityPlan;
  /** Fingerprints of the uploaded roots, by name. */
  readonly uploaded: ReadonlyMap<string, string>;
  readonly live: readonly LiveAuthority[];
  readonly now: Date;
}

/** A root, as far as it can be told which one it is. */
interface KnownRoot {
  /** Stands in for it, if it has yet to be made. */
  readonly fingerprint: string;
  readonly title: string;
}

/** All that a stack wrote beside the authorities of the clusters. */
export function marksOf(live: readonly LiveAuthority[]): readonly AuthorityMark[] {
  return live.flatMap(({ cacerts, mark }) =>
    [cacerts?.mark, mark].flatMap((one) => (one ? [one] : [])),
  );
}

/** Fingerprints by which clusters know the roots that the stack made, by name. */
export function knownRoots(live: readonly LiveAuthority[]): ReadonlyMap<string, string> {
  const marked = marksOf(live).flatMap((mark) => Object.entries(mark));
  return new Map(marked.map(([name, { fingerprint }]) => [name, fingerprint]));
}

/** Roots by name and by fingerprint. */
export class KnownRoots {
  readonly signer: KnownRoot;
  readonly trusted: readonly KnownRoot[];
  private readonly names: ReadonlyMap<string, string>;

  constructor({ plan, uploaded, live }: RotationState) {
    const byName = new Map([...knownRoots(live), ...uploaded]);
    this.names = new Map([...byName].map(([name, fingerprint]) => [fingerprint, name]));
    const known = ({ name }: RootPlan): KnownRoot => ({
      fingerprint: byName.get(name) ?? `yet to be made: ${name}`,
      title: `"${name}"`,
    });
    const [signer] = plan.roots.filter((one) => one.signs).map(known);
    if (signer === undefined) {
      throw new Error("no root of the plan signs");
    }
    this.signer = signer;
    this.trusted = plan.roots.filter((one) => one.trusted).map(known);
  }

  isTrusted(root: CertificateIdentity): boolean {
    return this.trusted.some((one) => one.fingerprint === root.fingerprint);
  }

  nameOf({ fingerprint }: CertificateIdentity): string | undefined {
    return this.names.get(fingerprint);
  }

  /** As the subject of a sentence. */
  phrase(root: CertificateIdentity): string {
    return this.nameOf(root) === undefined ? this.title(root) : `root ${this.title(root)}`;
  }

  title(root: CertificateIdentity): string {
    const name = this.nameOf(root);
    return name === undefined
      ? `a root that the stack does not know (${root.subject}, SHA-256 ${root.fingerprint})`
      : `"${name}"`;
  }

  /** Whether the config says that it may go although it is in use. */
  isAbandoned(root: CertificateIdentity, abandon: readonly string[]): boolean {
    return abandon.includes(root.fingerprint) || abandon.includes(this.nameOf(root) ?? "");
  }
}
