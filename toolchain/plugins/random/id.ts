import { randomBytes } from "node:crypto";
import { defineResource } from "../definition";
import { keepersInput } from "./keepers";

/** Random bytes for a name that must be unique. */
export const randomId = defineResource({
  token: "random:index/randomId:RandomId",
  inputs: {
    ...keepersInput,
    byteLength: { type: { kind: "integer", min: 1 }, required: true },
    prefix: { type: { kind: "string" } },
  },
  outputs: { b64Std: {}, b64Url: {}, dec: {}, hex: {} },
  create: ({ byteLength, prefix = "" }) => {
    const bytes = randomBytes(byteLength);
    const id = bytes.toString("base64url");
    const hex = bytes.toString("hex");
    return Promise.resolve({
      id,
      outputs: {
        b64Std: prefix + bytes.toString("base64"),
        b64Url: prefix + id,
        dec: prefix + BigInt(`0x${hex}`).toString(),
        hex: prefix + hex,
      },
    });
  },
});
