import assert from "node:assert/strict";
import fc from "fast-check";
import {
  authorityAnnotation,
  type LiveAuthority,
  readCacerts,
} from "../../stacks/certificates/live";
import { planAuthority } from "../../stacks/certificates/plan";
import { rotationProblems } from "../../stacks/certificates/rotation-problems";
import { certificatesSchema, phases } from "../../stacks/certificates/schema";
import { type Authority, makeAuthority } from "../support/authorities";
import { istiodData } from "../support/cacerts";
import {
  applied,
  canFinish,
  isAccepted,
  isHealthy,
  plans,
  type RotatingCluster,
  type RotatingPlan,
  stable,
} from "../support/rotating-meshes";

const size = { minLength: 1, maxLength: 4 };
/** What becomes of one cluster in an `up` that may fail half-way. */
const fate = fc.record({
  isReached: fc.boolean(),
  istiodIsBehind: fc.boolean(),
  remoteIsBehind: fc.boolean(),
});
const step = fc.record({
  /** Which of the plans that are accepted then, by number. */
  choice: fc.nat({ max: 1000 }),
  fates: fc.array(fate, { minLength: 4, maxLength: 4 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const steps = fc.array(step, { maxLength: 24 });

/** One of the plans that the rule accepts. */
function accepted(mesh: readonly RotatingCluster[], choice: number): RotatingPlan | undefined {
  const all = plans.filter((one) => isAccepted(one, mesh));
  return all[choice % all.length];
}

/** All states of a mesh from stable a on, cluster by cluster. */
function* statesOf(
  hasRemotes: readonly boolean[],
  all: readonly Step[],
): Generator<readonly RotatingCluster[]> {
  let mesh = hasRemotes.map((hasRemote) => stable("a", hasRemote));
  yield mesh;
  for (const { choice, fates } of all) {
    const plan = accepted(mesh, choice);
    for (const [at, behind] of fates.entries()) {
      if (plan !== undefined && behind.isReached) {
        mesh = mesh.map((one, index) => (index === at ? applied(plan, one, behind) : one));
        yield mesh;
      }
    }
  }
}

/** A rule that holds at every moment of a mesh whose changes may fail half-way. */
function law(
  hasRemote: fc.Arbitrary<boolean>,
  holds: (mesh: readonly RotatingCluster[]) => boolean,
): () => void {
  return () =>
    fc.assert(
      fc.property(fc.array(hasRemote, size), steps, (hasRemotes, all) => {
        for (const mesh of statesOf(hasRemotes, all)) {
          assert.ok(holds(mesh), JSON.stringify(mesh));
        }
      }),
      { numRuns: 300 },
    );
}

describe("for any accepted changes of the root, each of which may fail half-way", () => {
  const never = fc.constant(false);
  it("every signer is trusted by every cluster at every moment", law(never, isHealthy));
  it("the same holds with remotes", law(fc.boolean(), isHealthy));
  for (const root of ["a", "b"]) {
    const finishes = (mesh: readonly RotatingCluster[]) => canFinish(mesh, root);
    it(`there is a way to ${root} alone from every state`, law(never, finishes));
    it(`there is a way to ${root} alone with remotes`, law(fc.boolean(), finishes));
  }

  it("a mesh that is well stays so, however it came to be", () => {
    const lists = fc.constantFrom(["a"], ["b"], ["a", "b"], ["b", "a"]);
    const cluster = fc.record({
      trusts: lists,
      signer: fc.constantFrom("a", "b"),
      handsOut: lists,
      remoteHas: fc.option(lists, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(cluster, size).filter(isHealthy), step, (mesh, { choice, fates }) => {
        const plan = accepted(mesh, choice);
        const next = mesh.map((one, at) => {
          const behind = fates[at];
          return plan && behind?.isReached ? applied(plan, one, behind) : one;
        });
        assert.ok(isHealthy(next), JSON.stringify(next));
      }),
      { numRuns: 300 },
    );
  });
});

describe("for any config and any clusters", () => {
  const name = fc.constantFrom("a", "b", "c", "constructor", "root");
  const root = fc.record({ name });
  const certificates = fc.record(
    {
      issuer: fc.constantFrom("mesh", "external"),
      root,
      settleHours: fc.integer({ min: 0, max: 8760 }),
      rotation: fc.record({
        to: root,
        phase: fc.constantFrom(...phases),
      }),
      abandon: fc.array(fc.constantFrom("a", "fp-a", "constructor", "x"), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
  const identity = fc.record({
    fingerprint: fc.constantFrom("fp-a", "fp-b", "fp-x", ""),
    subject: fc.constantFrom("CN=a", ""),
  });
  const entry = fc.record({
    fingerprint: fc.constantFrom("fp-a", "fp-b", ""),
    made: fc.constantFrom("uploaded", "", "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA"),
  });
  const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
  const cluster: fc.Arbitrary<LiveAuthority> = fc.record({
    cluster: fc.string(),
    cacerts: optional(
      fc.record({
        trusts: fc.array(identity, { maxLength: 3 }),
        signer: identity,
        mark: optional(fc.dictionary(fc.oneof(name, fc.string()), entry)),
      }),
    ),
    changed: optional(fc.date({ noInvalidDate: false })),
    distributed: optional(fc.array(identity, { maxLength: 3 })),
  });
  /** Messages, each with its path; fails if the rule does. */
  const ask = (given: object, live: readonly LiveAuthority[], uploads: Record<string, string>) => {
    const plan = planAuthority(certificatesSchema.parse(given), "payments");
    const now = new Date("2026-11-21T12:00:00Z");
    const uploaded = new Map(Object.entries(uploads));
    return rotationProblems({ plan, uploaded, live, now }, "certificates");
  };

  it("the rule answers", () => {
    const uploads = fc.dictionary(name, fc.constantFrom("fp-a", "fp-b", "fp-c"));
    fc.assert(
      fc.property(certificates, fc.array(cluster, { maxLength: 4 }), uploads, (given, live, by) => {
        for (const { path, message } of ask(given, live, by)) {
          assert.match(path, /^certificates/);
          assert.match(message, /^[^A-Z][^]*[^.]$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("the rule answers whatever somebody wrote into the annotation", async () => {
    const own: Authority = await makeAuthority({ name: "Own" });
    const data = istiodData({ own, roots: [own.cert] });
    const written = fc.oneof(
      fc.json(),
      fc.string(),
      fc.dictionary(name, fc.oneof(entry, fc.jsonValue())).map((one) => JSON.stringify(one)),
    );
    fc.assert(
      fc.property(certificates, written, fc.string(), (given, text, time) => {
        const metadata = {
          annotations: { [authorityAnnotation]: text },
          managedFields: [{ time }],
        };
        const cacerts = readCacerts({ metadata, data });
        ask(given, [{ cluster: "east", cacerts, distributed: undefined }], {});
      }),
      { numRuns: 300 },
    );
  });
});
