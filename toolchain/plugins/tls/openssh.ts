import {
  createHash,
  createPublicKey,
  randomBytes,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { curves, publicHalf } from "./keys";
import { decodePem, encodePem } from "./pem";

/** A public key in OpenSSH's forms; empty strings for what OpenSSH has no name for (P224). */
export interface OpensshPublicKey {
  readonly authorizedKey: string;
  readonly fingerprintMd5: string;
  readonly fingerprintSha256: string;
}

const label = "OPENSSH PRIVATE KEY";
const magic = Buffer.from("openssh-key-v1\0");

/** An ECDSA curve as the two worlds name it. */
const sshCurves = [
  { jwk: "P-256", ssh: "nistp256" },
  { jwk: "P-384", ssh: "nistp384" },
  { jwk: "P-521", ssh: "nistp521" },
];

/** A public key as OpenSSH writes it. */
export function opensshPublicKey(key: KeyObject): OpensshPublicKey {
  if (!isSupported(key)) {
    return { authorizedKey: "", fingerprintMd5: "", fingerprintSha256: "" };
  }
  const { type, blob } = publicBlob(publicHalf(key).export({ format: "jwk" }));
  const md5 = createHash("md5").update(blob).digest("hex").match(/../g) ?? [];
  const sha256 = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return {
    authorizedKey: `${type} ${blob.toString("base64")}\n`,
    fingerprintMd5: md5.join(":"),
    fingerprintSha256: `SHA256:${sha256}`,
  };
}

/**
 * A private key in OpenSSH's own format, unencrypted and without a comment.
 * https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function opensshPrivateKey(key: KeyObject): string {
  if (!isSupported(key)) {
    return "";
  }
  const jwk = key.export({ format: "jwk" });
  const { type, blob } = publicBlob(jwk);
  // The same number twice tells a reader that decryption worked, even where there was none.
  const check = randomBytes(4);
  const comment = text("");
  const secrets = Buffer.concat([check, check, text(type), ...privateFields(jwk), comment]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, -secrets.length & 7));
  const [cipher, kdf, kdfOptions, keyCount] = [text("none"), text("none"), text(""), uint32(1)];
  const body = [cipher, kdf, kdfOptions, keyCount, bytes(blob)];
  return encodePem(
    label,
    Buffer.concat([magic, ...body, bytes(Buffer.concat([secrets, padding]))]),
  );
}

/** The public half of a private key in OpenSSH's own format. */
export function publicKeyFromOpenssh(property: string, pem: string): KeyObject {
  const data = decodePem(property, pem, [label]);
  const allowed = "expected an unencrypted RSA, ECDSA or ED25519 key in OpenSSH format";
  try {
    const [cipher, , , blob] = readFields(data.subarray(magic.length), 3);
    if (data.indexOf(magic) === 0 && cipher?.toString() === "none" && blob !== undefined) {
      return createPublicKey({ key: publicJwk(blob), format: "jwk" });
    }
  } catch {
    // A length that points outside of the data: said below like any other damage.
  }
  throw new Error(`${property}: not a readable private key, ${allowed}`);
}

function isSupported(key: KeyObject): boolean {
  return key.asymmetricKeyDetails?.namedCurve !== curves.P224;
}

function publicBlob(jwk: JsonWebKey): { type: string; blob: Buffer } {
  if (jwk.kty === "RSA") {
    const type = "ssh-rsa";
    return { type, blob: Buffer.concat([text(type), integer(jwk.e), integer(jwk.n)]) };
  }
  if (jwk.kty === "OKP") {
    const type = "ssh-ed25519";
    return { type, blob: Buffer.concat([text(type), bytes(decoded(jwk.x))]) };
  }
  const curve = sshCurves.find((candidate) => candidate.jwk === jwk.crv)?.ssh ?? "";
  const type = `ecdsa-sha2-${curve}`;
  return { type, blob: Buffer.concat([text(type), text(curve), bytes(point(jwk))]) };
}

function privateFields(jwk: JsonWebKey): Buffer[] {
  if (jwk.kty === "RSA") {
    return [jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(integer);
  }
  if (jwk.kty === "OKP") {
    const publicKey = decoded(jwk.x);
    return [bytes(publicKey), bytes(Buffer.concat([decoded(jwk.d), publicKey]))];
  }
  const curve = sshCurves.find((candidate) => candidate.jwk === jwk.crv)?.ssh ?? "";
  return [text(curve), bytes(point(jwk)), integer(jwk.d)];
}

function publicJwk(blob: Buffer): JsonWebKey {
  const [type, first, second] = readFields(blob);
  const encode = (part?: Buffer) => part?.toString("base64url") ?? "";
  switch (type?.toString()) {
    case "ssh-rsa":
      return { kty: "RSA", e: encode(withoutSign(first)), n: encode(withoutSign(second)) };
    case "ssh-ed25519":
      return { kty: "OKP", crv: "Ed25519", x: encode(first) };
    default: {
      const crv = sshCurves.find((candidate) => candidate.ssh === first?.toString())?.jwk ?? "";
      const size = ((second?.length ?? 1) - 1) / 2;
      const [x, y] = [second?.subarray(1, 1 + size), second?.subarray(1 + size)];
      return { kty: "EC", crv, x: encode(x), y: encode(y) };
    }
  }
}

/** Reads length-prefixed fields; behind `countAfter` of them stands a bare number to leave out. */
function readFields(data: Buffer, countAfter?: number): Buffer[] {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset < data.length) {
    offset += fields.length === countAfter ? 4 : 0;
    const length = data.readUInt32BE(offset);
    fields.push(data.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return fields;
}

function decoded(value: string | undefined): Buffer {
  return Buffer.from(value ?? "", "base64url");
}

/** An uncompressed curve point. */
function point(jwk: JsonWebKey): Buffer {
  return Buffer.concat([Buffer.from([4]), decoded(jwk.x), decoded(jwk.y)]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function bytes(value: Buffer): Buffer {
  return Buffer.concat([uint32(value.length), value]);
}

function text(value: string): Buffer {
  return bytes(Buffer.from(value));
}

function withoutSign(value: Buffer | undefined): Buffer | undefined {
  const start = value?.findIndex((byte) => byte !== 0);
  return value?.subarray(start);
}

/** A positive number in the fewest bytes; a leading zero keeps its top bit from meaning minus. */
function integer(value: string | undefined): Buffer {
  const digits = withoutSign(decoded(value)) ?? Buffer.alloc(0);
  const isNegative = (digits[0] ?? 0) > 127;
  return bytes(isNegative ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}
