import assert from "node:assert/strict";
import { overlayProblems } from "../../../../stacks/tuning/overlay-problems";
import type { OverlayFiles } from "../../../../stacks/tuning/overlay";
import type { Overlay } from "../../../../stacks/tuning/schema";

const context = { isNewer: false, installer: "operator", noSpread: undefined };
const found = (overlay: Overlay, files: OverlayFiles = new Map()) =>
  overlayProblems(overlay, "overlays[1]", { ...context, files }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
const k8s = (fields: object) => ({ components: { pilot: { k8s: fields } } });

describe("a wrong overlay", () => {
  const cases: readonly [rule: string, overlay: Overlay, expected: string[]][] = [
    [
      "has a field that nobody knows, with the one that was meant",
      { spec: { values: { pilot: { resorces: {} } } } },
      ["overlays[1].spec.values.pilot.resorces: unknown field, did you mean resources"],
    ],
    [
      "has a field of the mesh's config as protobuf writes it",
      { meshConfig: { access_log_file: "/dev/stdout" } },
      ["overlays[1].meshConfig.access_log_file: unknown field, did you mean accessLogFile"],
    ],
    [
      "has a field that is like no other",
      { meshConfig: { outboundTrafficPolicy: { policy: "ALLOW_ANY" } } },
      ["overlays[1].meshConfig.outboundTrafficPolicy.policy: unknown field, expected one of mode"],
    ],
    [
      "has a field that is like no other of very many",
      { meshConfig: { colour: "blue" } },
      ["overlays[1].meshConfig.colour: unknown field, Istio 1.22 has none of that name here"],
    ],
    [
      "has a name of the proxy's resources as a key",
      { values: { global: { proxy: { constructor: 1 } } } },
      [
        "overlays[1].values.global.proxy.constructor: unknown field, Istio 1.22 has none of that name here",
      ],
    ],
    [
      "has a number for a quantity, which the operator refuses",
      { values: { global: { proxy: { resources: { limits: { cpu: 4 } } } } } },
      ["overlays[1].values.global.proxy.resources.limits.cpu: expected a text, in quotes, got 4"],
    ],
    [
      "has values of other types",
      {
        meshConfig: {
          enableTracing: "yes",
          connectTimeout: "5 seconds",
          accessLogEncoding: "text",
          trustDomainAliases: "old",
          defaultConfig: [],
        },
        values: { pilot: { autoscaleMin: 1.5, traceSampling: "1", nodeSelector: "pool" } },
      },
      [
        'overlays[1].meshConfig.enableTracing: expected true or false, got "yes"',
        'overlays[1].meshConfig.connectTimeout: expected a duration such as 30s, got "5 seconds"',
        'overlays[1].meshConfig.accessLogEncoding: expected one of TEXT, JSON, got "text"',
        'overlays[1].meshConfig.trustDomainAliases: expected a list, got "old"',
        "overlays[1].meshConfig.defaultConfig: expected an object, got a list",
        "overlays[1].values.pilot.autoscaleMin: expected an integer, got 1.5",
        'overlays[1].values.pilot.traceSampling: expected a number, got "1"',
        'overlays[1].values.pilot.nodeSelector: expected an object, got "pool"',
      ],
    ],
    [
      "is wrong in an element of a list",
      k8s({
        env: [
          { name: "A", value: "1" },
          { name: "B", val: "1" },
        ],
      }),
      [
        "overlays[1].components.pilot.k8s.env[1].val: unknown field, expected one of name, value, valueFrom",
      ],
    ],
    [
      "is wrong in the mesh's config among the values",
      { values: { meshConfig: { accesLogFile: "" } } },
      ["overlays[1].values.meshConfig.accesLogFile: unknown field, did you mean accessLogFile"],
    ],
    [
      "has addons, which are gone",
      JSON.stringify({ spec: { addonComponents: { tracing: { enabled: { value: true } } } } }),
      [
        "overlays[1].spec.addonComponents: is not taken: Istio removed addons in 1.8; of tracing, Istio's part is meshConfig.extensionProviders with a Telemetry resource, and what stores and shows the data is installed on its own",
      ],
    ],
    [
      "has values that nobody checks",
      { unvalidatedValues: { global: { meshID: "x" } } },
      ["overlays[1].unvalidatedValues: is not taken: nothing could check it, say it as values"],
    ],
    [
      "is no JSON",
      '{"spec"',
      [
        "overlays[1]: is no JSON (Expected ':' after property name in JSON at position 7); of a file, say { file: NAME }",
      ],
    ],
    ["is a JSON list", "[]", ["overlays[1]: expected an object, part of an IstioOperator's spec"]],
    [
      "names a file by its path",
      { path: "custom-operator.yml" },
      ["overlays[1].path: unknown field, did you mean { file: NAME }, alone"],
    ],
    [
      "has more than the name of a file",
      { file: "custom-operator.yml", optional: true },
      ["overlays[1].file: unknown field, did you mean { file: NAME }, alone"],
    ],
    [
      "is of another kind",
      { apiVersion: "install.istio.io/v1alpha1", kind: "Gateway", spec: {} },
      ['overlays[1].kind: expected IstioOperator, got "Gateway"'],
    ],
    [
      "is of another API",
      { apiVersion: "sailoperator.io/v1", spec: {} },
      ['overlays[1].apiVersion: expected install.istio.io/v1alpha1, got "sailoperator.io/v1"'],
    ],
    [
      "has a spec and what belongs into it beside it",
      { spec: {}, values: {} },
      ["overlays[1].values: unknown field, expected spec, apiVersion, kind, metadata"],
    ],
    [
      "is an IstioOperator without a spec",
      { kind: "IstioOperator" },
      ["overlays[1].spec: expected an object, part of an IstioOperator's spec"],
    ],
  ];
  for (const [rule, overlay, expected] of cases) {
    it(rule, () => assert.deepEqual(found(overlay), expected));
  }
});

describe("a right overlay", () => {
  const cases: readonly [rule: string, overlay: Overlay][] = [
    ["is empty", {}],
    [
      "has null wherever something may stand",
      { meshConfig: { defaultConfig: null }, values: null },
    ],
    ["has what a free-form field holds", { values: { pilot: { affinity: { any: [1] } } } }],
    ["has a whole IstioOperator", { kind: "IstioOperator", metadata: { name: "x" }, spec: {} }],
    ["has a percentage or a number", { values: { pilot: { rollingMaxSurge: "50%" } } }],
    [
      "has names that Istio writes with an underscore",
      { values: { istio_cni: { enabled: true } } },
    ],
  ];
  for (const [rule, overlay] of cases) {
    it(rule, () => assert.deepEqual(found(overlay), []));
  }
});

describe("an overlay's file", () => {
  const inFile = (text: string) =>
    found({ file: "custom-operator.yml" }, new Map([["custom-operator.yml", text]]));

  it("is named in the path of what is wrong in it", () => {
    assert.deepEqual(inFile("spec:\n  values:\n    pilot: { resorces: {} }\n"), [
      "overlays[1] (custom-operator.yml).spec.values.pilot.resorces: unknown field, did you mean resources",
    ]);
  });

  it("has to be there", () => {
    const files: OverlayFiles = new Map([["a.yml", { problem: 'file "a.yml" does not exist' }]]);
    assert.deepEqual(found({ file: "a.yml" }, files), ['overlays[1]: file "a.yml" does not exist']);
  });

  it("has to hold YAML or JSON", () => {
    assert.deepEqual(inFile("spec: {"), [
      "overlays[1] (custom-operator.yml): is no YAML: Flow map in block collection must be sufficiently indented and end with a } at line 1, column 8",
    ]);
  });

  it("has to hold one document", () => {
    assert.deepEqual(inFile("spec: {}\n---\nspec: {}\n"), [
      "overlays[1] (custom-operator.yml): holds 2 documents, expected one",
    ]);
    assert.deepEqual(inFile("# nothing\n"), [
      "overlays[1] (custom-operator.yml): holds 0 documents, expected one",
    ]);
  });

  it("is not asked for by tools that read no files", () => {
    const files = undefined;
    assert.deepEqual(overlayProblems({ file: "a.yml" }, "x", { ...context, files }), []);
  });
});
