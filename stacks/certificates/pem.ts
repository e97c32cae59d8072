import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";

/** Why a text cannot be used: lower case, without its content. */
export interface PemProblem {
  readonly problem: string;
}

interface Block {
  /** Such as `CERTIFICATE`. */
  readonly type: string;
  /** All between the first and the last line, headers included. */
  readonly body: string;
}

const beginLine = /(?<![^\n])-----BEGIN /g;
// As Go reads them: from the start of a line, whatever stands around and between them.
const block =
  /(?<![^\n])-----BEGIN ([A-Z0-9 ]{1,40})-----[ \t\r]*\n([^]*?)(?<=\n)-----END \1-----[ \t\r]*(?:\n|$)/g;

/** The node:crypto name of each type of block that istiod reads a key from. */
const keyTypes = {
  "EC PRIVATE KEY": "sec1",
  "RSA PRIVATE KEY": "pkcs1",
  "PRIVATE KEY": "pkcs8",
} as const;

/** Reads all certificates of a PEM; text around them, as `openssl x509 -text` writes it, is left out. */
export function certificatesOf(pem: string): X509Certificate[] | PemProblem {
  const blocks = blocksOf(pem, "CERTIFICATE");
  if ("problem" in blocks) {
    return blocks;
  }
  const other = blocks.find(({ type }) => type !== "CERTIFICATE")?.type;
  if (other?.endsWith("PRIVATE KEY")) {
    return { problem: "holds a private key, expected certificates only; give the key as key" };
  }
  if (other === "CERTIFICATE REQUEST" || other === "NEW CERTIFICATE REQUEST") {
    return {
      problem: "holds a certificate request, give the certificate that was issued for it",
    };
  }
  if (other !== undefined) {
    return { problem: `holds a block "${other}", expected blocks "CERTIFICATE" only` };
  }
  const certificates = blocks.map(({ body }) => certificateOf(body));
  const broken = certificates.findIndex((one) => one === undefined);
  return broken < 0
    ? certificates.filter((one) => one !== undefined)
    : { problem: `block ${broken + 1} is no certificate, export or copy it again as a whole` };
}

/**
 * Reads a private key as istiod does, from the first block of the PEM.
 * Source: https://github.com/istio/istio/blob/master/security/pkg/pki/util/crypto.go (ParsePemEncodedKey)
 */
export function privateKeyOf(pem: string): KeyObject | PemProblem {
  const blocks = blocksOf(pem, "PRIVATE KEY");
  if ("problem" in blocks) {
    return blocks;
  }
  const { type = "", body = "" } = blocks[0] ?? {};
  if (type === "ENCRYPTED PRIVATE KEY" || /^Proc-Type:.*ENCRYPTED/m.test(body)) {
    return {
      problem:
        "is encrypted, and istiod cannot ask for a passphrase; decrypt it: openssl pkey -in FILE -out FILE",
    };
  }
  if (type === "CERTIFICATE") {
    return { problem: "begins with a certificate, expected a private key and nothing before it" };
  }
  if (type === "EC PARAMETERS") {
    return {
      problem:
        'begins with "EC PARAMETERS" (openssl ecparam writes them) and istiod looks at the first block only; take them out: openssl pkey -in FILE -out FILE',
    };
  }
  if (!isKeyType(type)) {
    const expected = Object.keys(keyTypes).map((one) => `"${one}"`);
    return {
      problem: `begins with a block "${type}", expected ${expected.join(" or ")}; give the private key in one of these forms`,
    };
  }
  const key = decoded(body);
  try {
    if (key !== undefined) {
      return createPrivateKey({ key, format: "der", type: keyTypes[type] });
    }
  } catch {
    // OpenSSL's words help nobody.
  }
  return { problem: `holds a broken "${type}", export or copy it again as a whole` };
}

/** One spelling for each certificate: istiod compares bundles of roots byte by byte. */
export function canonicalPem(certificate: X509Certificate): string {
  return `${certificate.toString().trimEnd()}\n`;
}

/** At least one block, all of them whole. */
function blocksOf(pem: string, expected: string): readonly Block[] | PemProblem {
  const blocks = Array.from(pem.matchAll(block), ([, type = "", body = ""]) => ({ type, body }));
  const begun = pem.match(beginLine)?.length ?? 0;
  if (begun === 0) {
    return {
      problem: `is not PEM, expected a line "-----BEGIN ${expected}-----" that nothing stands before, no space either`,
    };
  }
  return begun === blocks.length
    ? blocks
    : { problem: "has a PEM block without its end, export or copy it again as a whole" };
}

function certificateOf(body: string): X509Certificate | undefined {
  const der = decoded(body);
  try {
    const certificate = der && new X509Certificate(der);
    // Go wants a key that it knows, and nothing after the certificate. The getter throws where OpenSSL does not know it.
    return certificate?.raw.length === der?.length && certificate?.publicKey
      ? certificate
      : undefined;
  } catch {
    return undefined;
  }
}

/** Go takes base64 with its padding only, where Buffer takes anything. */
function decoded(body: string): Buffer | undefined {
  const text = body.replace(/\s/g, "");
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  return isBase64 ? Buffer.from(text, "base64") : undefined;
}

function isKeyType(type: string): type is keyof typeof keyTypes {
  return Object.hasOwn(keyTypes, type);
}
