import { type Document, isScalar, parseAllDocuments } from "yaml";
import type { ConfigProblem } from "../config-error";
import { isObject, type JsonObject } from "./json";
import type { Overlay, TuningConfig } from "./schema";

/** By the name that the config gives, the text of each file, or why it cannot be read. */
export type OverlayFiles = ReadonlyMap<string, string | { readonly problem: string }>;

/** What an overlay lays over the spec. */
export interface OverlayContent {
  /** Path of the part, for messages: `istio-mesh:tuning.overlays[2] (custom-operator.yml).spec`. */
  readonly path: string;
  readonly spec: JsonObject;
}

const apiVersion = "install.istio.io/v1alpha1";
/** What an IstioOperator has beside its spec; its name and labels are the stack's own. */
const aroundSpec = ["apiVersion", "kind", "metadata"];

/** The file that an overlay is kept in; undefined if it stands in the config. */
export function fileOf(overlay: unknown): string | undefined {
  return isObject(overlay) &&
    Object.keys(overlay).length === 1 &&
    typeof overlay["file"] === "string"
    ? overlay["file"]
    : undefined;
}

/** The files that some tuning names. */
export function filesNamedIn(tuning: TuningConfig | undefined): string[] {
  return (tuning?.overlays ?? []).flatMap((one) => fileOf(one) ?? []);
}

/** Reads one overlay, or says why it is none; what its fields are is not looked at. */
export function readOverlay(
  overlay: Overlay,
  path: string,
  files: OverlayFiles,
): OverlayContent | ConfigProblem {
  const file = fileOf(overlay);
  if (file !== undefined) {
    const text = files.get(file) ?? { problem: `file "${file}" was not read` };
    const at = `${path} (${file})`;
    return typeof text === "string" ? inDocument(text, at) : { path, message: text.problem };
  }
  return typeof overlay === "string" ? inJson(overlay, path) : specOf(overlay, path);
}

export function isProblem(one: OverlayContent | ConfigProblem): one is ConfigProblem {
  return "message" in one;
}

function inJson(text: string, path: string): OverlayContent | ConfigProblem {
  try {
    return specOf(JSON.parse(text), path);
  } catch (error) {
    return { path, message: `is no JSON (${firstLine(error)}); of a file, say { file: NAME }` };
  }
}

/** JSON is YAML as well. */
function inDocument(text: string, path: string): OverlayContent | ConfigProblem {
  const documents = parseAllDocuments(text, { merge: true });
  const found = "empty" in documents ? [] : documents.filter((one) => !isEmpty(one));
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) {
    return { path, message: `holds ${found.length} documents, expected one` };
  }
  try {
    const [error] = first.errors;
    if (error !== undefined) {
      throw error;
    }
    return specOf(first.toJS(), path);
  } catch (error) {
    return { path, message: `is no YAML: ${firstLine(error)}` };
  }
}

/** Such as what comes after a last `---`. */
function isEmpty({ contents, errors }: Document.Parsed): boolean {
  const isNull = contents === null || (isScalar(contents) && contents.value === null);
  return isNull && errors.length === 0;
}

/** A whole IstioOperator, an object that has no more than its `spec`, or the body of one. */
function specOf(value: unknown, path: string): OverlayContent | ConfigProblem {
  if (!isObject(value)) {
    return { path, message: "expected an object, part of an IstioOperator's spec" };
  }
  const slip = ["file", "path"].find((key) => key in value);
  if (slip !== undefined) {
    return {
      path: `${path}.${slip}`,
      message: "unknown field, did you mean { file: NAME }, alone",
    };
  }
  const whole = ["spec", ...aroundSpec];
  if (!whole.some((key) => key in value)) {
    return { path, spec: value };
  }
  const wrong = Object.keys(value).find((key) => !whole.includes(key));
  if (wrong !== undefined) {
    return { path: `${path}.${wrong}`, message: `unknown field, expected ${whole.join(", ")}` };
  }
  const named = [
    ["apiVersion", apiVersion],
    ["kind", "IstioOperator"],
  ] as const;
  const other = named.find(([key, expected]) => key in value && value[key] !== expected);
  if (other !== undefined) {
    const [key, expected] = other;
    return {
      path: `${path}.${key}`,
      message: `expected ${expected}, got ${JSON.stringify(value[key])}`,
    };
  }
  return isObject(value["spec"])
    ? { path: `${path}.spec`, spec: value["spec"] }
    : { path: `${path}.spec`, message: "expected an object, part of an IstioOperator's spec" };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").replace(/:$/, "");
}
