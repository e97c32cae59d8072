import { randomBytes, randomUUID } from "node:crypto";
import { defineResource } from "../definition";
import { keepersInput } from "./keepers";

function defineUuid(token: string, generate: () => string) {
  return defineResource({
    token,
    inputs: keepersInput,
    outputs: { result: {} },
    create: () => {
      const result = generate();
      return Promise.resolve({ id: result, outputs: { result } });
    },
  });
}

/** A random UUID. Upstream's does not set the version bits; one of version 4 is one of its results. */
export const randomUuid = defineUuid("random:index/randomUuid:RandomUuid", randomUUID);

/** A random UUID of version 4. */
export const randomUuid4 = defineUuid("random:index/randomUuid4:RandomUuid4", randomUUID);

/** A UUID of version 7: it begins with the time, so that later ones sort behind earlier ones. */
export const randomUuid7 = defineUuid("random:index/randomUuid7:RandomUuid7", () => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  // Version and variant, https://www.rfc-editor.org/rfc/rfc9562#section-5.7
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
});
