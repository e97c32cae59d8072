import {
  specialOutputValueSig,
  specialSecretSig,
  specialSigKey,
  unknownValue,
} from "@pulumi/pulumi/runtime/rpc";

/** A value as the engine sends it: JSON, in which secrets and unknowns hide behind signatures. */
export type Wire =
  null | boolean | number | string | readonly Wire[] | { readonly [key: string]: Wire };

/** The properties of a resource as the engine sends them. */
export type WireObject = Readonly<Record<string, Wire>>;

/** Stands for a value that only an update will know. */
export const unknown = Symbol("unknown");

/** A value with its secret wrappers taken off. */
export type Plain =
  | undefined
  | boolean
  | number
  | string
  | typeof unknown
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** The properties of a resource with their secret wrappers taken off. */
export type PlainObject = Readonly<Record<string, Plain>>;

/** Whether a value is an object with named properties. */
export function isObject(value: Plain): value is PlainObject {
  return typeof value === "object" && !Array.isArray(value);
}

function isWireObject(value: Wire): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Takes the secret wrappers off a value and turns each unknown into the symbol. */
export function reveal(value: Wire): Plain {
  if (value === null) {
    return undefined;
  }
  if (value === unknownValue) {
    return unknown;
  }
  if (isWireObject(value)) {
    const signature = value[specialSigKey];
    if (signature === specialSecretSig || signature === specialOutputValueSig) {
      // An output value without a value is one that is not known yet.
      return value.value === undefined ? unknown : reveal(value.value);
    }
    return revealAll(value);
  }
  return typeof value === "object" ? value.map(reveal) : value;
}

/** Takes the secret wrappers off every property; one that is null is absent. */
export function revealAll(properties: WireObject): PlainObject {
  return Object.fromEntries(
    Object.entries(properties)
      .map(([name, value]) => [name, reveal(value)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** Whether a value is or contains a secret. */
export function hasSecret(value: Wire): boolean {
  if (isWireObject(value)) {
    const signature = value[specialSigKey];
    const secret =
      signature === specialSecretSig ||
      (signature === specialOutputValueSig && value.secret === true);
    return secret || Object.values(value).some(hasSecret);
  }
  return typeof value === "object" && value !== null && value.some(hasSecret);
}

/** Whether a value is or contains an unknown. */
export function hasUnknown(value: Plain): boolean {
  if (isObject(value)) {
    return Object.values(value).some(hasUnknown);
  }
  return typeof value === "object" ? value.some(hasUnknown) : value === unknown;
}

/** Wraps a value as a secret, unless the whole of it already is one. */
export function conceal(value: Wire): Wire {
  if (isWireObject(value) && value[specialSigKey] === specialSecretSig) {
    return value;
  }
  return { [specialSigKey]: specialSecretSig, value };
}

/** Writes a value as the engine reads it; an unknown becomes its marker. */
export function toWire(value: Plain): Wire {
  if (value === undefined) {
    return null;
  }
  if (value === unknown) {
    return unknownValue;
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([name, entry]) => [name, toWire(entry)]),
    );
  }
  return typeof value === "object" ? value.map(toWire) : value;
}
