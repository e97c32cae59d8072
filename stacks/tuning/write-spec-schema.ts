import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { loadSync } from "@grpc/proto-loader";
import type { SpecSchema } from "./spec-schema";

/**
 * `npm run spec-schema`: writes what Istio's own definitions say of an IstioOperator's spec, and of a Telemetry's. They come from the modules of
 * the istiod that the sandbox runs; another Istio is another pin in toolchain/pins/istio and another {@link minor}.
 */
const minor = 22;

const file = path.join(__dirname, "istio-operator-spec.json");
const pins = path.join(__dirname, "..", "..", "toolchain", "pins", "istio");
const api = folderOf("istio.io/api");
const istio = folderOf("istio.io/istio");
const valuesFile = path.join(istio, "operator/pkg/apis/istio/v1alpha1/values_types.proto");

/** Where a field is free-form in its definition, though another definition says what Istio reads there. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "operator.IstioOperatorSpec": { meshConfig: "mesh.MeshConfig", values: "values.Values" },
  "values.Values": { meshConfig: "mesh.MeshConfig" },
};

const scalars: Readonly<Record<string, string>> = {
  TYPE_STRING: "text",
  TYPE_BOOL: "boolean",
  TYPE_DOUBLE: "number",
  TYPE_FLOAT: "number",
  TYPE_INT32: "integer",
  TYPE_INT64: "integer",
  TYPE_UINT32: "integer",
  TYPE_UINT64: "integer",
};

const wellKnown: Readonly<Record<string, string>> = {
  "google.protobuf.Any": "open",
  "google.protobuf.BoolValue": "boolean",
  "google.protobuf.DoubleValue": "number",
  "google.protobuf.Duration": "duration",
  "google.protobuf.Int32Value": "integer",
  "google.protobuf.Int64Value": "integer",
  "google.protobuf.StringValue": "text",
  "google.protobuf.Struct": "object",
  "google.protobuf.UInt32Value": "integer",
  "google.protobuf.UInt64Value": "integer",
  "google.protobuf.Value": "open",
};

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
}

interface Enum {
  readonly name: string;
  readonly value: readonly { readonly name: string }[];
}

interface Message {
  readonly name: string;
  readonly field: readonly Field[];
  readonly nestedType: readonly Message[];
  readonly enumType: readonly Enum[];
  readonly options: { readonly mapEntry?: boolean } | null;
}

const messages = new Map<string, Message>();
const enums = new Map<string, string>();
const definitions = loadSync(
  [
    path.join(api, "operator/v1alpha1/operator.proto"),
    path.join(api, "mesh/v1alpha1/config.proto"),
    path.join(api, "telemetry/v1alpha1/telemetry.proto"),
    valuesFile,
  ],
  { keepCase: true, includeDirs: [api, path.join(api, "common-protos")] },
);
for (const [name, definition] of Object.entries(definitions)) {
  const type = "type" in definition ? definition.type : {};
  if ("field" in type) {
    addMessage(name, type as unknown as Message);
  } else if ("value" in type) {
    addEnum(name, (type as unknown as Enum).value);
  }
}

/** Names that the definitions themselves give to JSON, which the loader drops. */
const jsonNames = new Map(
  [...fs.readFileSync(valuesFile, "utf8").matchAll(/(\w+) = \d+ \[json_name="([^"]+)"/g)].map(
    ([, name = "", json = ""]) => [name, json] as const,
  ),
);

const types: Record<string, Record<string, string>> = {};
describe("istio.operator.v1alpha1.IstioOperatorSpec");
describe("istio.mesh.v1alpha1.MeshConfig");
describe("istio.telemetry.v1alpha1.Telemetry");
describe("v1alpha1.Values");

const schema: SpecSchema = {
  source: `${moduleOf("istio.io/api")}, ${moduleOf("istio.io/istio")}`,
  minor,
  types: Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1))),
};
fs.writeFileSync(file, `${JSON.stringify(schema)}\n`);

function describe(full: string): void {
  const name = shortName(full);
  const message = messages.get(full);
  if (name in types || message === undefined) {
    return;
  }
  types[name] = {};
  for (const field of message.field) {
    const json = full.startsWith("v1alpha1.")
      ? (jsonNames.get(field.name) ?? field.name)
      : field.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    types[name][json] = known[name]?.[json] ?? typeOf(field, full);
  }
}

/** A field's type in the small language of {@link SpecSchema}. */
function typeOf(field: Field, scope: string): string {
  const full = resolve(field.typeName, scope);
  const entry = messages.get(full);
  if (entry?.options?.mapEntry) {
    const value = entry.field.find((one) => one.name === "value");
    return `{${value === undefined ? "open" : typeOf(value, full)}}`;
  }
  const one = scalars[field.type] ?? wellKnown[full] ?? enums.get(full) ?? messageType(full);
  return field.label === "LABEL_REPEATED" ? `[${one}]` : one;
}

function messageType(full: string): string {
  if (full.endsWith(".IntOrString")) {
    return "integer or text";
  }
  // Kubernetes' own objects: who checks them is the API server.
  if (full.startsWith("k8s.io.") || !messages.has(full)) {
    return "open";
  }
  describe(full);
  return shortName(full);
}

function shortName(full: string): string {
  return full.startsWith("v1alpha1.")
    ? full.replace("v1alpha1", "values")
    : full.replace(/^istio\.(\w+)\.v\w+\./, "$1.");
}

/** The full name of a type that a message names: from the innermost scope outwards, as protobuf has it. */
function resolve(typeName: string, scope: string): string {
  const steps = scope.split(".");
  const scopes = steps.map((_, at) => steps.slice(0, steps.length - at).join("."));
  const found = scopes
    .map((one) => `${one}.${typeName}`)
    .find((one) => messages.has(one) || enums.has(one));
  return found ?? typeName;
}

function addMessage(full: string, message: Message): void {
  messages.set(full, message);
  message.nestedType.forEach((one) => addMessage(`${full}.${one.name}`, one));
  message.enumType.forEach((one) => addEnum(`${full}.${one.name}`, one.value));
}

function addEnum(full: string, values: Enum["value"]): void {
  enums.set(full, `=${values.map((one) => one.name).join("|")}`);
}

function moduleOf(module: string): string {
  return go(["list", "-m", module]);
}

function folderOf(module: string): string {
  go(["mod", "download", module]);
  return go(["list", "-m", "-f", "{{.Dir}}", module]);
}

function go(args: readonly string[]): string {
  return execFileSync("go", args, { cwd: pins, encoding: "utf8" }).trim();
}
