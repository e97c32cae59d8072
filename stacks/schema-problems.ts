import type { z } from "zod";
import { type ConfigProblem, oneOf } from "./config-error";
import { stackSchema } from "./schema";

/** Fields into which people paste credentials by mistake; those are not for the terminal. */
const pasted: readonly string[] = [
  "kubeconfig",
  "caData",
  "cert",
  "key",
  "chain",
  "password",
  "headers",
  "ca",
  "bearerToken",
  "objectStore",
];

/** What a schema's issue means to people. */
export function schemaProblems(
  issue: z.core.$ZodIssue,
  raw: Readonly<Record<string, unknown>>,
  prefix: string,
): ConfigProblem[] {
  const path = prefix + pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: issue.path.length === 0 ? prefix + key : `${path}.${key}`,
      message: `unknown key, expected ${oneOf(knownKeys(issue.path))}`,
    }));
  }
  if (issue.code === "invalid_key") {
    return [
      { path, message: `no such key can be, ${issue.issues[0]?.message ?? "expected another"}` },
    ];
  }
  const given = valueAt(raw, issue.path);
  const meant = issue.code === "invalid_union" ? meantOption(issue.errors, given) : undefined;
  if (meant !== undefined) {
    return meant.flatMap((one) =>
      schemaProblems({ ...one, path: [...issue.path, ...one.path] }, raw, prefix),
    );
  }
  const expected = expectation(issue.message, given);
  if (given === undefined) {
    return [{ path, message: `missing, ${expected}` }];
  }
  const field = String(issue.path.at(-1));
  // A header's name is the user's own.
  const isPasted = pasted.includes(field) || issue.path.includes("headers");
  const got = isPasted ? outline(given) : shown(given, field);
  return [{ path, message: `${expected}, got ${got}` }];
}

/** The issues of a union's only option for objects, which an object was meant to be; undefined if it may be another. */
function meantOption(
  options: readonly (readonly z.core.$ZodIssue[])[],
  given: unknown,
): readonly z.core.$ZodIssue[] | undefined {
  const isOfKind = (issues: readonly z.core.$ZodIssue[]) =>
    !issues.some((one) => one.code === "invalid_type" && one.path.length === 0);
  const [meant, ...others] = kindOf(given) === "object" ? options.filter(isOfKind) : [];
  return others.length === 0 ? meant : undefined;
}

/** The keys of the schema's object at a path, for the message about an unknown one. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = stackSchema;
  for (const step of path) {
    const { element, valueType } = unwrapped(schema);
    schema = element ?? valueType ?? shapeOf(schema)?.[String(step)];
  }
  return Object.keys(shapeOf(schema) ?? unwrapped(unwrapped(schema).keyType).entries ?? {});
}

interface Definition {
  readonly innerType?: unknown;
  /** Of a list. */
  readonly element?: unknown;
  /** Of a record. */
  readonly valueType?: unknown;
  /** Of a record. */
  readonly keyType?: unknown;
  /** Of a choice. */
  readonly entries?: Record<string, unknown>;
  readonly options?: readonly unknown[];
  readonly shape?: Record<string, unknown>;
}

/** A schema's definition, through the wrappers that defaults put around it. */
function unwrapped(schema: unknown): Definition {
  const definition = (schema as { def?: Definition } | undefined)?.def ?? {};
  return definition.innerType === undefined ? definition : unwrapped(definition.innerType);
}

/** An object schema's fields; of a union, those of all its members. */
function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const { options, shape } = unwrapped(schema);
  return options === undefined
    ? shape
    : (Object.assign({}, ...options.map(shapeOf)) as Record<string, unknown>);
}

/** Zod's names of what it expects, for people who write YAML. */
const kinds: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  record: "an object",
  string: "a text",
};

/** What was expected, without zod's headline before it and the type that came instead after it. */
function expectation(message: string, given: unknown): string {
  const text = message.replace(/^(?:Invalid|Too) [a-z]+: /, "").replace(/, received \w+$/, "");
  const kind = /^expected (\w+)$/.exec(text)?.[1] ?? "";
  // YAML takes them for what they look like.
  const isUnquoted = kind === "string" && ["boolean", "number"].includes(typeof given);
  return kinds[kind] === undefined
    ? text
    : `expected ${kinds[kind]}${isUnquoted ? ", in quotes" : ""}`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) =>
      typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step],
    root,
  );
}

/** A field's value as people wrote it, cut short, and without what is not for the terminal. */
function shown(given: unknown, field: string): string {
  const text = JSON.stringify(printable(field, given), printable);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function printable(field: string, value: unknown): unknown {
  if (pasted.includes(field)) {
    return outline(value);
  }
  if (typeof value === "string" && value.includes("-----BEGIN")) {
    return "a PEM";
  }
  // A URL can hold a password.
  const isUrl =
    typeof value === "string" && (["server", "url"].includes(field) || /^\w+:\/\//.test(value));
  return isUrl ? value.replace(/^(\w+:\/\/)?.*@/, "$1...@") : value;
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== "object") {
    return value === null ? "null" : typeof value;
  }
  return Array.isArray(value) ? "list" : "object";
}

/** A value without its content. */
function outline(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return kindOf(value);
  }
  const fields = Object.entries(value).map(([key, one]) => `${key}: ${kindOf(one)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
