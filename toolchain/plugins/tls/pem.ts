import { PemConverter } from "./x509";

/**
 * The bytes of the first PEM block, which must carry one of the given labels. Text around the block is
 * ignored, as are further blocks: a chain stands for its first certificate.
 */
export function decodePem(property: string, pem: string, labels: readonly string[]): Buffer {
  const allowed = `expected a PEM block of type ${labels.join(" or ")}`;
  const block = PemConverter.isPem(pem) ? PemConverter.decodeWithHeaders(pem)[0] : undefined;
  if (block === undefined) {
    throw new Error(`${property}: not in PEM format, ${allowed}`);
  }
  if (!labels.includes(block.type)) {
    throw new Error(`${property}: got a PEM block of type ${block.type}, ${allowed}`);
  }
  return Buffer.from(block.rawData);
}

/** Writes bytes as a PEM block, with the newline at its end that upstream's has. */
export function encodePem(label: string, data: Uint8Array): string {
  const lines =
    Buffer.from(data)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
