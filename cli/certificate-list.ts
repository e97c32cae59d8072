import { go } from "fuzzysort";
import { daysUntil } from "../stacks/certificates/expiry";

/** What a stack's outputs tell of a certificate. */
interface CertificateFacts {
  /** As in `O=Istio, OU=dev, CN=Root CA`. */
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256. */
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly expires: string;
}

export interface RootOutput extends CertificateFacts {
  readonly name: string;
  readonly signs: boolean;
  readonly trusted: boolean;
}

interface ClusterOutput {
  /** On primaries; `root` is a root's name, or its subject if somebody else issues. */
  readonly intermediate?: CertificateFacts & { readonly root: string };
  /** On remotes. */
  readonly controlPlane?: { readonly primary: string };
}

/** A stack's outputs, as far as the list needs them. */
export interface CertificateOutputs {
  readonly certificates: { readonly roots: readonly RootOutput[] };
  readonly clusters: Readonly<Record<string, ClusterOutput>>;
}

/** A certificate in the list. */
export interface CertificateRow extends CertificateFacts {
  /** The root's, or that of the cluster whose istiod signs with it. */
  readonly name: string;
  readonly kind: "root" | "intermediate";
  readonly use: "signs" | "trusted" | "unused";
  /** Of an intermediate: the root that it leads to. */
  readonly root?: string;
  /** Whole days; negative once it has expired. */
  readonly daysLeft: number;
  /** Whose workloads trust the root, or get their certificates from the intermediate. */
  readonly clusters: readonly string[];
}

// The library's own 0.5 finds pieces of a name only; from 0.3 on letters may be left out, as in `est` for east.
const leastScore = 0.3;

/** All certificates of a mesh: roots first, then the clusters' in the order of the outputs. */
export function listCertificates(
  { certificates, clusters }: CertificateOutputs,
  now: Date,
): CertificateRow[] {
  const members = Object.entries(clusters);
  const roots = certificates.roots.map((one): CertificateRow => ({
    name: one.name,
    kind: "root",
    use: useOf(one),
    ...factsAt(now, one),
    clusters: one.trusted ? members.map(([name]) => name) : [],
  }));
  const intermediates = members.flatMap(([name, { intermediate }]): CertificateRow[] => {
    if (intermediate === undefined) {
      return [];
    }
    const served = members.filter(([, { controlPlane }]) => controlPlane?.primary === name);
    return [
      {
        name,
        kind: "intermediate",
        use: "signs",
        root: intermediate.root,
        ...factsAt(now, intermediate),
        clusters: [name, ...served.map(([remote]) => remote)],
      },
    ];
  });
  return [...roots, ...intermediates];
}

/**
 * The certificates that fit a pattern, best first and equals in the list's order; all if there is no pattern.
 * @throws Error with the names that there are, if none fits
 */
export function findCertificates(
  rows: readonly CertificateRow[],
  pattern: string | undefined,
): readonly CertificateRow[] {
  if (pattern === undefined || pattern.trim() === "") {
    return rows;
  }
  const found = go(pattern, rows, {
    keys: [
      (row) => row.name,
      (row) => `${row.kind} ${row.use} ${row.subject}`,
      (row) => row.clusters.join(" "),
    ],
    threshold: leastScore,
    limit: 0,
  });
  if (found.length === 0) {
    const names = [...new Set(rows.map((row) => row.name))];
    throw new Error(`no certificate fits "${pattern}", there is ${names.join(", ") || "none"}`);
  }
  // The library leaves equals in no order; of a cluster's own certificate and the root that it trusts, its own is meant.
  return [...found]
    .sort(
      (a, b) =>
        b.score - a.score ||
        (b[0]?.score ?? 0) - (a[0]?.score ?? 0) ||
        rows.indexOf(a.obj) - rows.indexOf(b.obj),
    )
    .map(({ obj }) => obj);
}

function useOf({ signs, trusted }: RootOutput): CertificateRow["use"] {
  if (signs) {
    return "signs";
  }
  return trusted ? "trusted" : "unused";
}

/** Facts as of now: the outputs are as old as the last `up`. */
function factsAt(
  now: Date,
  { subject, issuer, fingerprint, expires }: CertificateFacts,
): CertificateFacts & Pick<CertificateRow, "daysLeft"> {
  const daysLeft = daysUntil(new Date(expires), now);
  return { subject, issuer, fingerprint, expires, daysLeft };
}
