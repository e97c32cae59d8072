/** What is in `cacerts`, as PEM. */
export interface CaFiles {
  readonly cert: string;
  readonly key: string;
  /** From the intermediate to the root. */
  readonly chain: string;
  readonly root: string;
}

/**
 * Reads the data of a Secret `cacerts` in the two forms that istiod takes: its own, and that of kubernetes.io/tls.
 * Source: https://github.com/istio/istio/blob/master/pilot/pkg/bootstrap/istio_ca.go (detectSigningCABundle)
 * @param data base64 by key
 * @returns the keys that are missing, if there are any
 */
export function caFilesOf(
  data: Readonly<Record<string, string>>,
): CaFiles | { readonly missing: readonly string[] } {
  const isTls = data["tls.crt"] !== undefined;
  const keys = isTls
    ? (["tls.crt", "tls.key", "ca.crt"] as const)
    : (["ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"] as const);
  const missing = keys.filter((key) => (data[key] ?? "") === "");
  if (missing.length > 0) {
    return { missing };
  }
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString("utf8");
  return isTls
    ? {
        cert: text("tls.crt"),
        key: text("tls.key"),
        chain: `${text("tls.crt")}\n${text("ca.crt")}`,
        root: text("ca.crt"),
      }
    : {
        cert: text("ca-cert.pem"),
        key: text("ca-key.pem"),
        chain: text("cert-chain.pem"),
        root: text("root-cert.pem"),
      };
}
