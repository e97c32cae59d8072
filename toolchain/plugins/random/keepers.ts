import type { InputTable } from "../definition";

/** The input of every resource here: values whose change asks for a new result. */
export const keepersInput = {
  keepers: { type: { kind: "map", of: { kind: "string" } } },
} as const satisfies InputTable;
