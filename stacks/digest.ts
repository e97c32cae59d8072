import { createHash } from "node:crypto";

/** The first digits of a text's SHA-256, in hexadecimal: a mark by which a change of it is known. @default 16 digits */
export function digestOf(text: string, digits = 16): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}
