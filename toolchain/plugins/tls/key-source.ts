import type { CheckFailure } from "../definition";
import type { PlainObject } from "../wire";
import type { KeySource } from "./keys";

/**
 * The rules of a private key that comes in one of two properties: `<name>` is stored in the state,
 * `<name>Wo` never is, and then `<name>WoVersion` must say when it has changed.
 */
export function checkKeySource(name: string, inputs: PlainObject): CheckFailure[] {
  const [stored, unstored] = [inputs[name], inputs[`${name}Wo`]];
  const version = inputs[`${name}WoVersion`];
  if ((stored === undefined) === (unstored === undefined)) {
    const got = stored === undefined ? "neither is set" : "both are set";
    return [{ property: name, reason: `${got}, expected exactly one of ${name}, ${name}Wo` }];
  }
  if ((unstored === undefined) !== (version === undefined)) {
    const reason = `expected to be set together with ${name}Wo and only with it`;
    return [{ property: `${name}WoVersion`, reason }];
  }
  return [];
}

/** The private key that the inputs give, and the property it came in. */
export function keySource(
  name: string,
  stored: string | undefined,
  unstored: string | undefined,
): KeySource {
  return stored === undefined
    ? { property: `${name}Wo`, pem: unstored ?? "" }
    : { property: name, pem: stored };
}
