import assert from "node:assert/strict";
import { type Place, rawConfig } from "../../../support/meshes";
import { problems } from "../../../support/problems";

const cert = { path: "cert.pem" };
const key = { secret: "key" };
const online = { upload: { cert, key } };
const offline = { upload: { cert } };
const generated = {};
const intermediate = { upload: { cert, key } };

describe("a root whose key is offline", () => {
  const at = (index: number) => `istio-mesh:clusters[${index}].intermediate.upload`;
  const missing = (index: number, name: string) =>
    `${at(index)}: missing, the key of root "${name}" is offline: give this primary an intermediate that the root has issued, or give istio-mesh:certificates's root its key`;
  const made = (index: number, name: string) =>
    `${at(index)}: root "${name}" is made by the stack, which issues the intermediates itself; leave it out, or upload the root that issued it`;
  const found = (certificates: object, places: readonly Place[]) =>
    problems(rawConfig(places, { certificates }));

  it("needs an intermediate of every primary, and of no remote", () => {
    const places: readonly Place[] = [
      ["east", "net"],
      ["edge", "net", { primary: "east" }],
      ["west", "net", { intermediate }],
      ["north", "net", { intermediate: { generation: 2 } }],
    ];
    assert.deepEqual(found({ root: { name: "a", ...offline } }, places), [
      missing(0, "a"),
      missing(3, "a"),
    ]);
  });

  const phases: readonly [
    phase: string,
    signer: "a" | "b",
    roots: (signer: object, other: object) => readonly [object, object],
  ][] = [
    ["trustBoth", "a", (signer, other) => [signer, other]],
    ["signNew", "b", (signer, other) => [other, signer]],
    ["dropOld", "b", (signer, other) => [other, signer]],
  ];
  for (const [phase, signer, roots] of phases) {
    const rotating = (signs: object, other: object) => {
      const [a, b] = roots(signs, other);
      return { root: { name: "a", ...a }, rotation: { to: { name: "b", ...b }, phase } };
    };

    it(`counts in ${phase} if it is ${signer}, which signs`, () => {
      assert.deepEqual(found(rotating(offline, generated), [["east"]]), [missing(0, signer)]);
      const uploaded: readonly Place[] = [["east", undefined, { intermediate }]];
      assert.deepEqual(found(rotating(offline, generated), uploaded), []);
    });

    it(`does not count in ${phase} if it is the other, which does not sign`, () => {
      assert.deepEqual(found(rotating(generated, offline), [["east"]]), []);
      assert.deepEqual(found(rotating(online, offline), [["east"]]), []);
      const uploaded: readonly Place[] = [["east", undefined, { intermediate }]];
      assert.deepEqual(found(rotating(generated, offline), uploaded), [made(0, signer)]);
    });
  }
});

describe("the shape of what is uploaded", () => {
  const root = (value: object) => problems(rawConfig(undefined, { certificates: { root: value } }));
  const own = (value: object) =>
    problems(
      rawConfig([["east", undefined, { intermediate: value }]], {
        certificates: { root: offline },
      }),
    );

  it("is no root that is made as well", () => {
    assert.deepEqual(
      root({ generate: {}, ...online }).map((one) => one.split(", got ")[0]),
      ["istio-mesh:certificates.root: expected generate or upload, not both"],
    );
  });

  it("is no intermediate with a generation, whose files say what is new", () => {
    assert.deepEqual(own({ generation: 2, ...intermediate }), [
      "istio-mesh:clusters[0].intermediate.generation: expected none beside upload, whose files say what is new, got 2",
    ]);
    assert.deepEqual(own({ generation: 1, ...intermediate }), []);
  });

  for (const [rule, found] of [
    ["a root's key", root({ upload: { cert, key: "-----BEGIN PRIVATE KEY-----\ncanary" } })],
    ["a root's certificate", root({ upload: { cert: "-----BEGIN CERTIFICATE-----\ncanary" } })],
    [
      "an intermediate's key",
      own({ upload: { cert, key: "-----BEGIN PRIVATE KEY-----\ncanary" } }),
    ],
    ["a key under path", root({ upload: { cert, key: { pem: "canary" } } })],
  ] as const) {
    it(`is not shown where it was pasted: ${rule}`, () => {
      assert.notEqual(found.length, 0);
      assert.doesNotMatch(found.join("\n"), /canary/);
    });
  }
});
