import { base64 } from "../../components/base64";
import type { KubernetesObject } from "./resource";
import { fieldsAt, textAt } from "../values";

/** One value of a Secret or a ConfigMap. */
export interface Content {
  /** Where it stands, such as `data.ca-cert.pem`. */
  readonly path: string;
  readonly key: string;
  /** The text itself; of bytes that are none, what they look like. A preview may not know it. */
  readonly read: () => string;
}

const plain = (text: string) => text;
const decoded = (text: string) => Buffer.from(text, "base64").toString("utf8");

/** Fields with values, and how they are written. */
const fields: Readonly<Record<string, Readonly<Record<string, typeof plain>>>> = {
  "core/Secret": { data: decoded, stringData: plain },
  "core/ConfigMap": { data: plain, binaryData: decoded },
};

/** The values of a Secret or a ConfigMap, by turns; none of anything else. */
export function contentOf({ groupKind, props }: KubernetesObject): readonly Content[] {
  return Object.entries(fields[groupKind] ?? {}).flatMap(([field, write]) =>
    Object.keys(fieldsAt(props, field)).map((key) => ({
      path: `${field}.${key}`,
      key,
      read: () => write(textAt(props, field, key) ?? ""),
    })),
  );
}

/** All values as the data of a Secret, base64 by key; what is in `stringData` goes over `data`, as in Kubernetes. */
export function secretData(object: KubernetesObject): Readonly<Record<string, string>> {
  return Object.fromEntries(contentOf(object).map((one) => [one.key, base64(one.read())]));
}

/** Long enough for a credential, and longer than the words of most texts. */
const encoded = /[A-Za-z0-9+/]{64,}={0,2}/g;

/** A text, and what stands in it in base64. */
export function withDecoded(text: string): readonly string[] {
  return [text, ...(text.match(encoded) ?? []).map(decoded)];
}
