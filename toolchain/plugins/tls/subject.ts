import type { PropertyType, Values } from "../definition";
import { Name } from "./x509";

const text = { kind: "string" } as const;

/** The `subject` input of self-signed certificates and of requests. */
export const subjectType = {
  kind: "object",
  properties: {
    commonName: text,
    country: text,
    emailAddress: text,
    locality: text,
    organization: text,
    organizationalUnit: text,
    postalCode: text,
    province: text,
    serialNumber: text,
    streetAddresses: { kind: "list", of: text },
  },
} as const satisfies PropertyType;

/** The attributes of a subject. */
export type Subject = NonNullable<Values<{ subject: { type: typeof subjectType } }>["subject"]>;

/** The distinguished name of a subject, its attributes in the order Go writes them. */
export function distinguishedName(subject: Subject = {}): Name {
  // Object identifiers rather than short names: the library knows only the common ones by name.
  const attributes: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ["2.5.4.6", [subject.country]],
    ["2.5.4.10", [subject.organization]],
    ["2.5.4.11", [subject.organizationalUnit]],
    ["2.5.4.7", [subject.locality]],
    ["2.5.4.8", [subject.province]],
    ["2.5.4.9", subject.streetAddresses ?? []],
    ["2.5.4.17", [subject.postalCode]],
    ["2.5.4.3", [subject.commonName]],
    ["2.5.4.5", [subject.serialNumber]],
    ["1.2.840.113549.1.9.1", [subject.emailAddress]],
  ];
  return new Name(
    attributes
      .map(([oid, values]) => ({ oid, values: values.filter((value) => value !== undefined) }))
      .map(({ oid, values }) => ({ oid, values: values.filter((value) => value !== "") }))
      .filter(({ values }) => values.length > 0)
      .map(({ oid, values }) => ({ [oid]: values.map((value) => encoded(oid, value)) })),
  );
}

/** Whether a name has no attribute at all. */
export function isEmpty(name: Name): boolean {
  return name.toJSON().length === 0;
}

/** A bare string would be read as an escaped one, and lose its quotes and backslashes. */
function encoded(oid: string, value: string) {
  if (oid === "1.2.840.113549.1.9.1") {
    return { ia5String: value };
  }
  return Name.isPrintableString(value) ? { printableString: value } : { utf8String: value };
}
