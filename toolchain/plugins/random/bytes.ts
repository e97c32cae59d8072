import { randomBytes } from "node:crypto";
import { defineResource } from "../definition";
import { keepersInput } from "./keepers";

/** Random bytes that are a secret. */
export const randomByteString = defineResource({
  token: "random:index/randomBytes:RandomBytes",
  inputs: { ...keepersInput, length: { type: { kind: "integer", min: 1 }, required: true } },
  outputs: { base64: { secret: true }, hex: { secret: true } },
  create: ({ length }) => {
    const bytes = randomBytes(length);
    const base64 = bytes.toString("base64");
    return Promise.resolve({ id: base64, outputs: { base64, hex: bytes.toString("hex") } });
  },
});
