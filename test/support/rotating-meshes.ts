import { type LiveAuthority } from "../../stacks/certificates/live";
import { planAuthority } from "../../stacks/certificates/plan";
import { rotationProblems } from "../../stacks/certificates/rotation-problems";
import { certificatesSchema } from "../../stacks/certificates/schema";

/** A cluster of a mesh between roots a and b. */
export interface RotatingCluster {
  readonly trusts: readonly string[];
  readonly signer: string;
  /** What its istiod hands out, which may be behind. */
  readonly handsOut: readonly string[];
  /** What a remote of its has of that, which may be behind too; undefined if it has no remote. */
  readonly remoteHas: readonly string[] | undefined;
}

export const now = new Date("2026-11-21T12:00:00Z");

const rotating = (from: string, to: string) =>
  ["trustBoth", "signNew", "dropOld"].map((phase) => ({
    root: { name: from },
    settleHours: 0,
    rotation: { to: { name: to }, phase },
  }));

/** The plans of all configs between two roots. */
export const plans = [
  ...["a", "b"].map((name) => ({ root: { name } })),
  ...rotating("a", "b"),
  ...rotating("b", "a"),
].map((certificates) => planAuthority(certificatesSchema.parse(certificates), "payments"));
export type RotatingPlan = (typeof plans)[number];

export function stable(root: string, hasRemote: boolean): RotatingCluster {
  const trusts = [root];
  return { trusts, signer: root, handsOut: trusts, remoteHas: hasRemote ? trusts : undefined };
}

/** Whether the rule lets a mesh go on to a plan. */
export function isAccepted(plan: RotatingPlan, mesh: readonly RotatingCluster[]): boolean {
  const live = mesh.flatMap(liveOf);
  return rotationProblems({ plan, uploaded: new Map(), live, now }, "certificates").length === 0;
}

/** A cluster after an `up`. */
export function applied(
  plan: RotatingPlan,
  { handsOut, remoteHas }: RotatingCluster,
  { istiodIsBehind, remoteIsBehind }: { istiodIsBehind: boolean; remoteIsBehind: boolean },
): RotatingCluster {
  const trusts = plan.roots.filter((one) => one.trusted).map(({ name }) => name);
  const next = istiodIsBehind ? handsOut : trusts;
  return {
    trusts,
    signer: plan.roots.find((one) => one.signs)?.name ?? "",
    handsOut: next,
    remoteHas: remoteHas && (remoteIsBehind ? remoteHas : next),
  };
}

/** Whether every workload believes every other. */
export function isHealthy(mesh: readonly RotatingCluster[]): boolean {
  const lists = mesh.flatMap(({ trusts, handsOut, remoteHas }) => [
    trusts,
    handsOut,
    ...(remoteHas ? [remoteHas] : []),
  ]);
  return mesh.every(({ signer }) => lists.every((list) => list.includes(signer)));
}

/** Whether accepted plans lead a mesh to one root alone, each of them finished by an `up`. */
export function canFinish(mesh: readonly RotatingCluster[], root: string): boolean {
  const end = mesh.map((one) => stable(root, one.remoteHas !== undefined));
  const seen = new Set<string>();
  const open = [mesh];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = JSON.stringify(next);
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    if (JSON.stringify(end) === key) {
      return true;
    }
    for (const plan of plans.filter((one) => isAccepted(one, next))) {
      const atOnce = { istiodIsBehind: false, remoteIsBehind: false };
      open.push(next.map((one) => applied(plan, one, atOnce)));
    }
  }
  return false;
}

function liveOf(
  { trusts, signer, handsOut, remoteHas }: RotatingCluster,
  at: number,
): LiveAuthority[] {
  const identity = (name: string) => ({ fingerprint: `fp-${name}`, subject: `CN=${name}` });
  const made = "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA";
  const mark = Object.fromEntries(
    trusts.map((name) => [name, { fingerprint: `fp-${name}`, made }]),
  );
  return [
    {
      cluster: `c${at}`,
      cacerts: { trusts: trusts.map(identity), signer: identity(signer), mark },
      changed: now,
      distributed: handsOut.map(identity),
    },
    ...(remoteHas
      ? [{ cluster: `r${at}`, cacerts: undefined, distributed: remoteHas.map(identity) }]
      : []),
  ];
}
