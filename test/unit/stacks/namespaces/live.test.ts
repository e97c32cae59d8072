import assert from "node:assert/strict";
import {
  injectionProblems,
  madeNamespaceProblems,
  type NamespaceObject,
} from "../../../../stacks/namespaces/live";

const patchForce = { "f:pulumi.com/patchForce": {} };
const label = { "f:istio-injection": {} };

/** A manager of fields of metadata, as an API server tells of it. */
function manager(name: string, labels: object, annotations?: object) {
  return {
    manager: name,
    fieldsV1: {
      "f:metadata": {
        "f:labels": labels,
        ...(annotations ? { "f:annotations": { ".": {}, ...annotations } } : {}),
      },
    },
  };
}

const created = manager("kubectl-create", { ".": {}, "f:kubernetes.io/metadata.name": {} });
const byHand = manager("kubectl-label", label);
const byStack = manager("pulumi-kubernetes-1a2b3c4d", label, {
  ...patchForce,
  "f:istio-mesh/injection": {},
});

function namespace(
  value: string,
  managedFields: NonNullable<NamespaceObject["metadata"]>["managedFields"],
  annotation?: string,
): NamespaceObject {
  return {
    metadata: {
      name: "web",
      labels: { "kubernetes.io/metadata.name": "web", "istio-injection": value },
      annotations: annotation === undefined ? {} : { "istio-mesh/injection": annotation },
      managedFields: managedFields ?? [],
    },
  };
}

const wanted = [{ path: "namespaces[1].injection", name: "web", injection: "canary" }];
const found = (...labelled: readonly NamespaceObject[]) =>
  injectionProblems(wanted, labelled, "east").map((one) => `${one.path}: ${one.message}`);
const stays = (value: string, by: string) => [
  `namespaces[1].injection: "canary", but namespace "web" of cluster "east" has the label istio-injection=${value}${by}, which wins; remove it: kubectl label namespace web istio-injection-`,
];

describe("a namespace that is to ask for a revision or a tag", () => {
  it("has no label that would win, or is not there", () => {
    assert.deepEqual(found(), []);
    const other = namespace("enabled", [byHand]).metadata;
    assert.deepEqual(found({ metadata: { ...other, name: "legacy" } }), []);
  });

  it("may have the label that the stack has set: it goes when the stack sets the other one", () => {
    assert.deepEqual(found(namespace("enabled", [created, byStack], "enabled")), []);
    assert.deepEqual(found(namespace("disabled", [byStack], "disabled")), []);
  });

  const refused: readonly [rule: string, live: NamespaceObject, expected: string[]][] = [
    [
      "somebody has set by hand",
      namespace("enabled", [created, byHand]),
      stays("enabled", ", set by kubectl-label"),
    ],
    [
      "switches injection off",
      namespace("disabled", [byHand]),
      stays("disabled", ", set by kubectl-label"),
    ],
    [
      "somebody else has set to the same as the stack, for it stays with that one",
      namespace("enabled", [byHand, byStack], "enabled"),
      stays("enabled", ", set by kubectl-label"),
    ],
    [
      "somebody has changed since",
      namespace(
        "disabled",
        [byHand, manager("pulumi-kubernetes-1a2b3c4d", {}, { "f:istio-mesh/injection": {} })],
        "enabled",
      ),
      stays("disabled", ", set by kubectl-label"),
    ],
    [
      "several others have set",
      namespace("enabled", [byHand, manager("argocd-controller", label)]),
      stays("enabled", ", set by kubectl-label, argocd-controller"),
    ],
    [
      "another Pulumi program has set",
      namespace("enabled", [manager("pulumi-kubernetes-5e6f7a8b", label, patchForce)]),
      stays("enabled", ", set by pulumi-kubernetes-5e6f7a8b"),
    ],
    [
      "somebody has copied with the stack's annotation",
      namespace("enabled", [{ ...byStack, manager: "kubectl" }], "enabled"),
      stays("enabled", ", set by kubectl"),
    ],
    [
      "is left from a stack whose state is lost, once the stack has set its own",
      namespace("enabled", [byStack], "canary"),
      stays("enabled", ""),
    ],
    [
      "nobody manages, so that nobody takes it away",
      namespace("enabled", [], "enabled"),
      stays("enabled", ""),
    ],
  ];
  for (const [which, live, expected] of refused) {
    it(`is refused with a label that ${which}`, () => assert.deepEqual(found(live), expected));
  }
});

describe("a namespace that the stack makes, such as one for gateways", () => {
  const wanted = {
    path: "gateways[0].namespace",
    name: "front",
    madeFor: "gateways",
    goesWith: "its last gateway there",
  };
  const problemsOf = (live: NamespaceObject | undefined) =>
    madeNamespaceProblems(wanted, live, "east").map((one) => `${one.path}: ${one.message}`);
  const annotated = (annotations: Readonly<Record<string, string>>) => ({
    metadata: { name: "front", annotations },
  });

  it("is not there yet, or the stack has made it, or was told that it may have it", () => {
    assert.deepEqual(problemsOf(undefined), []);
    assert.deepEqual(problemsOf(annotated({ "istio-mesh/made-for": "gateways" })), []);
  });

  for (const [whose, live] of [
    ["nobody has said whose it is", { metadata: { name: "front" } }],
    [
      "another program of Pulumi's has made it",
      annotated({ "pulumi.com/patchForce": "true", "istio-mesh/made-for": "" }),
    ],
    [
      "it is a user's, of which the stack has set the label alone",
      annotated({ "pulumi.com/patchForce": "true", "istio-mesh/injection": "enabled" }),
    ],
  ] as const) {
    it(`is refused if it is there and ${whose}: it would be deleted with all that is in it`, () => {
      assert.deepEqual(problemsOf(live), [
        'gateways[0].namespace: "front" is on cluster "east" already, and the stack would delete it with all that is in it when its last gateway there goes; name another, which the stack makes, or leave this one to it: kubectl annotate namespace front istio-mesh/made-for=gateways',
      ]);
    });
  }
});
