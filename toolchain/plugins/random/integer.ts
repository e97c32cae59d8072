import { defineResource } from "../definition";
import { createDraw } from "./draw";
import { keepersInput } from "./keepers";

/** A random whole number between two others, both included. */
export const randomInteger = defineResource({
  token: "random:index/randomInteger:RandomInteger",
  inputs: {
    ...keepersInput,
    max: { type: { kind: "integer" }, required: true },
    min: { type: { kind: "integer" }, required: true },
    seed: { type: { kind: "string" } },
  },
  outputs: { result: {} },
  validate: ({ max, min }) => {
    const reason = `got ${Number(max)}, expected at least min, which is ${Number(min)}`;
    return Number(max) < Number(min) ? [{ property: "max", reason }] : [];
  },
  create: ({ max, min, seed }) => {
    const result = min + createDraw(seed)(max - min + 1);
    return Promise.resolve({ id: String(result), outputs: { result } });
  },
});
