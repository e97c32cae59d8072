import { isIP } from "node:net";
import type { InputTable } from "../definition";
import { SubjectAlternativeNameExtension, type JsonGeneralNames } from "./x509";

/** The inputs that become a certificate's subject alternative names. */
export const alternativeNameInputs = {
  dnsNames: { type: { kind: "list", of: { kind: "string" } } },
  ipAddresses: {
    type: {
      kind: "list",
      of: {
        kind: "string",
        format: { name: "an IP address", test: (value: string) => isIP(value) > 0 },
      },
    },
  },
  uris: {
    type: {
      kind: "list",
      of: {
        kind: "string",
        format: { name: "an absolute URI", test: (value: string) => URL.canParse(value) },
      },
    },
  },
} as const satisfies InputTable;

/** The alternative names of the inputs, in the order Go writes them. */
export function alternativeNames(inputs: {
  readonly dnsNames?: readonly string[] | undefined;
  readonly ipAddresses?: readonly string[] | undefined;
  readonly uris?: readonly string[] | undefined;
}): JsonGeneralNames {
  return [
    ...(inputs.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(inputs.ipAddresses ?? []).map((value) => ({ type: "ip" as const, value })),
    ...(inputs.uris ?? []).map((value) => ({ type: "url" as const, value })),
  ];
}

/** The extension for the names, if there are any; critical where it is all there is of an identity. */
export function alternativeNameExtensions(names: JsonGeneralNames, hasSubject: boolean) {
  return names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names, !hasSubject)];
}
