import type { ConfigProblem } from "../config-error";
import type { CertificateIdentity } from "./identity";
import { KnownRoots, marksOf, type RotationState } from "./known-roots";
import type { AuthorityMark, LiveAuthority } from "./live";
import type { AuthorityPlan, RootPlan } from "./plan";
import { settleProblems } from "./settle-problems";
import { type Standing, standingOf } from "./standing";

/**
 * Why the clusters may not go from the authorities that they have to those of the plan: whoever signs now or next has to
 * be trusted by every cluster, now and next. See docs/adr/0011-one-rule-of-rotation.md.
 * @param path of the config's certificates, such as `istio-mesh:certificates`
 */
export function rotationProblems(state: RotationState, path: string): ConfigProblem[] {
  const { plan, live } = state;
  if (plan.issuer === "external") {
    return handOverProblems(live, path);
  }
  const marks = marksOf(live);
  const standings = live.flatMap(standingOf);
  const known = new KnownRoots(state);
  const changed = plan.roots.flatMap((root) => changedRoot(root, marks, state.uploaded, path));
  if (changed.length > 0) {
    return changed;
  }
  const breaches = [
    ...signerBreaches(standings, known, plan, path),
    ...trustBreaches(standings, known, plan, path),
    ...skippedPhase(standings, known, plan, path),
    ...unrelatedBundles(standings, known, plan, path),
  ];
  return breaches.length > 0 ? breaches : settleProblems(standings, known, state, path);
}

/** A name is one root's for ever: by it a preview knows the root again, and istiod restarts for another. */
function changedRoot(
  { name, made, generate }: RootPlan,
  marks: readonly AuthorityMark[],
  uploaded: ReadonlyMap<string, string>,
  path: string,
): ConfigProblem[] {
  const marked = marks.flatMap((mark) => (Object.hasOwn(mark, name) ? (mark[name] ?? []) : []));
  const other = marked.find((one) =>
    generate === undefined ? one.fingerprint !== uploaded.get(name) : one.made !== made,
  );
  const was = other?.made === "uploaded" ? `SHA-256 ${other.fingerprint}` : other?.made;
  const is = generate === undefined ? `SHA-256 ${uploaded.get(name) ?? ""}` : made;
  return was === undefined
    ? []
    : [
        {
          path,
          message: `root "${name}" of the clusters is another one (${was}) than that of the config (${is}); a name is one root's for ever: leave it as it was, and give the new one another name in rotation.to`,
        },
      ];
}

/** The root that is to sign, where it is not trusted yet. */
function signerBreaches(
  standings: readonly Standing[],
  known: KnownRoots,
  { abandon, phase }: AuthorityPlan,
  path: string,
): ConfigProblem[] {
  const { signer } = known;
  const strangers = standings.filter(({ trusts }) =>
    trusts.some(
      (roots) =>
        !roots.some((one) => one.fingerprint === signer.fingerprint) &&
        !roots.every((one) => known.isAbandoned(one, abandon)),
    ),
  );
  if (strangers.length === 0) {
    return [];
  }
  const trusted = strangers.map(
    ({ cluster, trusts }) => `${cluster} (trusts ${titles(narrowest(trusts), known)})`,
  );
  const unknown = strangers
    .flatMap(({ trusts }) => trusts.flat())
    .filter((one) => known.nameOf(one) === undefined)
    .map((one) => one.fingerprint);
  const orGone =
    unknown.length === 0
      ? ""
      : `; if it is the same root, or may go: certificates.abandon: [${[...new Set(unknown)].join(", ")}]`;
  const next =
    phase === undefined
      ? `keep certificates.root as it was and name the new root in certificates.rotation.to, phase trustBoth${orGone}`
      : `finish phase trustBoth there first, an up and a new bundle of istiod's`;
  return [
    {
      path: phasePath(path, phase),
      message: `root ${signer.title} would sign, and is not trusted yet by ${trusted.join(", ")}; ${next}`,
    },
  ];
}

/** Roots that sign now and would be trusted no more. */
function trustBreaches(
  standings: readonly Standing[],
  known: KnownRoots,
  { abandon, phase }: AuthorityPlan,
  path: string,
): ConfigProblem[] {
  const signers = standings.flatMap(({ cluster, signer }) =>
    signer === undefined || known.isTrusted(signer) || known.isAbandoned(signer, abandon)
      ? []
      : [{ cluster, signer }],
  );
  return [...new Set(signers.map(({ signer }) => signer.fingerprint))].flatMap((fingerprint) => {
    const by = signers.filter((one) => one.signer.fingerprint === fingerprint);
    const [first] = by;
    if (first === undefined) {
      return [];
    }
    const clusters = by.map((one) => one.cluster).join(", ");
    const name = known.nameOf(first.signer) ?? fingerprint;
    const next =
      phase === undefined
        ? `keep it in certificates.root while a rotation goes on`
        : `finish phase signNew there first`;
    return [
      {
        path: phasePath(path, phase),
        message: `${known.phrase(first.signer)} is in use: it signs on ${clusters}, and would be trusted no more; ${next}, or give it up by certificates.abandon: [${name}], and workloads lose each other until they restart`,
      },
    ];
  });
}

/** A rotation that is called finished while the older root is trusted still; to go back from `trustBoth` is fine. */
function skippedPhase(
  standings: readonly Standing[],
  known: KnownRoots,
  { abandon, phase }: AuthorityPlan,
  path: string,
): ConfigProblem[] {
  const { signer } = known;
  const older = standings.flatMap(({ cluster, trusts }) => {
    const roots = trusts.flatMap((list) => {
      const at = list.findIndex((one) => one.fingerprint === signer.fingerprint);
      return at > 0 ? list.slice(0, at) : [];
    });
    const [root] = roots.filter((one) => !known.isTrusted(one) && !known.isAbandoned(one, abandon));
    return root === undefined ? [] : [{ cluster, title: known.phrase(root) }];
  });
  const [first] = older;
  if (phase !== undefined || first === undefined) {
    return [];
  }
  const clusters = older.map(({ cluster }) => cluster).join(", ");
  return [
    {
      path: phasePath(path, phase),
      message: `${first.title} is still trusted by ${clusters}; finish phase dropOld before certificates.root becomes ${signer.title}`,
    },
  ];
}

/**
 * Within a rotation nothing restarts, and istiod takes up other roots only if the old ones are a piece of the new or the
 * other way round: https://github.com/istio/istio/blob/master/pilot/pkg/bootstrap/istio_ca.go (handleEvent)
 */
function unrelatedBundles(
  standings: readonly Standing[],
  known: KnownRoots,
  { phase }: AuthorityPlan,
  path: string,
): ConfigProblem[] {
  const planned = known.trusted.map((one) => one.fingerprint).join();
  const stuck = standings.filter(({ trusts }) =>
    trusts.some((roots) => {
      const live = roots.map((one) => one.fingerprint).join();
      return !live.includes(planned) && !planned.includes(live);
    }),
  );
  const [first] = stuck;
  if (phase === undefined || first === undefined) {
    return [];
  }
  const clusters = stuck.map(({ cluster }) => cluster).join(", ");
  const next = known.trusted.map(({ title }) => title).join(", ");
  return [
    {
      path: phasePath(path, phase),
      message: `istiod of ${clusters} trusts ${titles(narrowest(first.trusts), known)} and cannot go over to ${next} as it runs; take rotation out, finish that, and begin anew`,
    },
  ];
}

/** With an issuer of somebody else's the Secret would leave the stack, and be deleted. */
function handOverProblems(live: readonly LiveAuthority[], path: string): ConfigProblem[] {
  const ours = live.filter(({ cacerts }) => cacerts?.mark !== undefined);
  const clusters = ours.map(({ cluster }) => cluster).join(", ");
  return ours.length === 0
    ? []
    : [
        {
          path: `${path}.issuer`,
          message: `cacerts of ${clusters} is this stack's, and would be deleted; it cannot be handed over: leave issuer at mesh, or upload what the other issuer signs`,
        },
      ];
}

function titles(roots: readonly CertificateIdentity[], known: KnownRoots): string {
  return roots.map((one) => known.title(one)).join(", ");
}

function narrowest<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return [...lists].sort((one, other) => one.length - other.length)[0] ?? [];
}

function phasePath(path: string, phase: AuthorityPlan["phase"]): string {
  return phase === undefined ? `${path}.root` : `${path}.rotation.phase`;
}
