import assert from "node:assert/strict";
import {
  type AuthorityPlan,
  planAuthority,
  planIntermediate,
} from "../../../../stacks/certificates/plan";
import {
  certificatesSchema,
  intermediateSchema,
  type Phase,
} from "../../../../stacks/certificates/schema";

const plan = (certificates: object): AuthorityPlan =>
  planAuthority(certificatesSchema.parse(certificates), "payments");
const rotating = (phase: Phase, other: object = {}) => ({
  root: { name: "a" },
  rotation: { to: { name: "b" }, phase },
  ...other,
});
/** Each root as `name`, with what it is. */
const words = ({ roots }: AuthorityPlan): string[] =>
  roots.map(({ name, trusted, signs, protect }) =>
    [name, trusted && "trusted", signs && "signs", protect && "protected"]
      .filter((one) => one !== false)
      .join(" "),
  );

describe("the roots of a plan", () => {
  const phases: readonly [rule: string, certificates: object, roots: readonly string[]][] = [
    ["without a rotation are one", { root: { name: "a" } }, ["a trusted signs protected"]],
    [
      "are both trusted in trustBoth, and the older one signs",
      rotating("trustBoth"),
      ["a trusted signs protected", "b trusted"],
    ],
    [
      "are both trusted in signNew, and the new one signs",
      rotating("signNew"),
      ["a trusted protected", "b trusted signs protected"],
    ],
    [
      "are both there in dropOld, and the old one is neither trusted nor protected",
      rotating("dropOld"),
      ["a", "b trusted signs protected"],
    ],
    [
      "are not protected where the config says so",
      rotating("trustBoth", { protect: false }),
      ["a trusted signs", "b trusted"],
    ],
  ];
  for (const [rule, certificates, roots] of phases) {
    it(rule, () => assert.deepEqual(words(plan(certificates)), roots));
  }

  it("are several to istiod for as long as a rotation goes on, and settle as it says", () => {
    const found = [{}, rotating("trustBoth"), rotating("signNew"), rotating("dropOld")].map(plan);
    assert.deepEqual(
      found.map(({ multiRoot, phase, settleHours }) => [multiRoot, phase, settleHours]),
      [
        [false, undefined, 24],
        [true, "trustBoth", 24],
        [true, "signNew", 24],
        [true, "dropOld", 24],
      ],
    );
  });

  it("are in force by the name in root, whatever the phase", () => {
    const found = [{}, rotating("trustBoth"), rotating("dropOld")].map(plan);
    assert.deepEqual(
      found.map(({ inForce }) => inForce),
      ["root", "a", "a"],
    );
  });

  it("are made by defaults, in the mesh's name", () => {
    assert.deepEqual(plan({}).roots, [
      {
        name: "root",
        generate: {
          algorithm: "ECDSA",
          validityDays: 3650,
          subject: { organization: "Istio", organizationalUnit: "payments", commonName: "Root CA" },
        },
        made: "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA",
        signs: true,
        trusted: true,
        protect: true,
      },
    ]);
  });

  it("are made as the config says, and say all of it in words", () => {
    const subject = {
      organization: "Acme",
      organizationalUnit: "Platform",
      commonName: "Mesh",
      country: "CH",
    };
    const generate = { algorithm: "RSA", validityDays: 1000, subject };
    const [root] = plan({ root: { generate } }).roots;
    assert.deepEqual(root?.generate, generate);
    assert.equal(root.made, "RSA, 1000 days, C=CH, O=Acme, OU=Platform, CN=Mesh");
  });

  it("are not made where they are uploaded, each by itself", () => {
    const upload = { cert: { path: "root.pem" } };
    const { roots } = plan(rotating("trustBoth", { root: { name: "company", upload } }));
    assert.deepEqual(
      roots.map(({ name, generate, made }) => [name, generate?.validityDays, made]),
      [
        ["company", undefined, "uploaded"],
        ["b", 3650, "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA"],
      ],
    );
  });

  it("are nobody's concern where somebody else issues", () => {
    assert.deepEqual(plan({ issuer: "external" }), {
      issuer: "external",
      phase: undefined,
      roots: [],
      inForce: undefined,
      multiRoot: false,
      settleHours: 24,
      abandon: [],
      renewBeforeDays: 30,
    });
  });

  it("come with what may go, and with when to warn", () => {
    const { abandon, renewBeforeDays } = plan({ abandon: ["old"], renewBeforeDays: 7 });
    assert.deepEqual([abandon, renewBeforeDays], [["old"], 7]);
  });
});

describe("the intermediate of a plan", () => {
  const intermediate = (certificates: object, own?: object) => {
    const config = certificatesSchema.parse(certificates);
    const authority = planAuthority(config, "payments");
    return planIntermediate(config, authority, own && intermediateSchema.parse(own));
  };

  it("is made by defaults, in its first edition", () => {
    assert.deepEqual(intermediate({}), {
      root: "root",
      edition: "root-1-1",
      generate: { algorithm: "ECDSA", validityDays: 730 },
    });
  });

  for (const [phase, signer] of [
    ["trustBoth", "a"],
    ["signNew", "b"],
    ["dropOld", "b"],
  ] as const) {
    it(`is of root ${signer} in ${phase}, and its edition says so`, () => {
      const found = intermediate(rotating(phase));
      assert.deepEqual([found?.root, found?.edition], [signer, `${signer}-1-1`]);
    });
  }

  it("is another edition with each generation, the mesh's and its own", () => {
    const third = { intermediates: { generation: 3 } };
    assert.equal(intermediate(third)?.edition, "root-3-1");
    assert.equal(intermediate(third, { generation: 2 })?.edition, "root-3-2");
    assert.equal(intermediate({}, { generation: 2 })?.edition, "root-1-2");
  });

  it("is made as the config says", () => {
    const intermediates = { algorithm: "RSA", validityDays: 90 };
    assert.deepEqual(intermediate({ intermediates })?.generate, intermediates);
  });

  it("is not made where it is uploaded", () => {
    const upload = { cert: { path: "ca-cert.pem" }, key: { secret: "caKey" } };
    assert.deepEqual(intermediate({}, { upload }), {
      root: "root",
      edition: "root-1-1",
      generate: undefined,
    });
  });

  it("is nobody's concern where somebody else issues", () => {
    assert.equal(intermediate({ issuer: "external" }), undefined);
  });
});
