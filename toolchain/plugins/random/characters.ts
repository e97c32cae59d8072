import type { CheckFailure, InputTable, Values } from "../definition";
import type { PlainObject } from "../wire";
import { createDraw, shuffled } from "./draw";
import { keepersInput } from "./keepers";

const flag = { type: { kind: "boolean" }, default: true } as const;
const count = { type: { kind: "integer", min: 0 }, default: 0 } as const;

/** The inputs of RandomString and of RandomPassword. */
export const characterInputs = {
  ...keepersInput,
  length: { type: { kind: "integer", min: 1 }, required: true },
  lower: flag,
  minLower: count,
  minNumeric: count,
  minSpecial: count,
  minUpper: count,
  number: flag,
  numeric: flag,
  overrideSpecial: { type: { kind: "string" } },
  special: flag,
  upper: flag,
} as const satisfies InputTable;

/** `number` is the old name of `numeric`: either speaks for the other. */
export function completeCharacters(given: PlainObject): PlainObject {
  const numeric = given.numeric ?? given.number;
  const number = given.number ?? given.numeric;
  return numeric === undefined ? given : { ...given, number, numeric };
}

/** The rules between the inputs of RandomString and of RandomPassword. */
export function checkCharacters(inputs: PlainObject): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (inputs.number !== inputs.numeric) {
    const reason = `got ${JSON.stringify(inputs.number)}, expected the same as numeric, or numeric alone`;
    failures.push({ property: "number", reason });
  }
  const classes = ["lower", "numeric", "special", "upper"];
  if (classes.every((name) => inputs[name] === false)) {
    const reason = `got false, expected true for at least one of ${classes.join(", ")}`;
    failures.push({ property: "numeric", reason });
  }
  const minima = ["minLower", "minNumeric", "minSpecial", "minUpper"];
  const sum = minima.reduce((total, name) => total + Number(inputs[name]), 0);
  if (Number(inputs.length) < sum) {
    const reason = `got ${Number(inputs.length)}, expected at least ${sum}, the sum of ${minima.join(", ")}`;
    failures.push({ property: "length", reason });
  }
  return failures;
}

/** A random text of the given length and classes of characters. */
export function randomCharacters(inputs: Values<typeof characterInputs>): string {
  // Code points, not UTF-16 units: upstream counts runes.
  const special = Array.from(inputs.overrideSpecial || "!@#$%&*()-_=+[]{}<>:?");
  const lower = Array.from("abcdefghijklmnopqrstuvwxyz");
  const upper = lower.map((letter) => letter.toUpperCase());
  const numeric = Array.from("0123456789");
  const all = [
    ...(inputs.upper ? upper : []),
    ...(inputs.lower ? lower : []),
    ...(inputs.numeric ? numeric : []),
    ...(inputs.special ? special : []),
  ];
  const draw = createDraw();
  const pick = (from: readonly string[], times: number) =>
    Array.from({ length: times }, () => from[draw(from.length)] ?? "");
  // As upstream: a minimum is met even for a class that is switched off.
  const required = [
    ...pick(lower, inputs.minLower),
    ...pick(numeric, inputs.minNumeric),
    ...pick(special, inputs.minSpecial),
    ...pick(upper, inputs.minUpper),
  ];
  return shuffled([...required, ...pick(all, inputs.length - required.length)], draw).join("");
}
