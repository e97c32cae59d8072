/**
 * The client's SPIFFE identity as a sidecar tells it in the header x-forwarded-client-cert: the URI of the last entry,
 * because each proxy on the way appends one and only the own sidecar has seen who connects to this pod.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert
 * @returns undefined for a client without a certificate
 */
export function clientIdentity(header: string | undefined): string | undefined {
  const entry = split(header ?? "", ",").at(-1) ?? "";
  const uri = split(entry, ";")
    .map((pair) => /^\s*uri=(?<value>.*?)\s*$/i.exec(pair)?.groups?.["value"])
    .find((value) => value !== undefined);
  return unquoted(uri ?? "") || undefined;
}

/** Splits at a separator, but not within double quotes; a quote within a quoted value has a backslash before it. */
function split(text: string, separator: "," | ";"): string[] {
  const parts =
    separator === "," ? /(?:"(?:\\.|[^"\\])*"|[^",])+/g : /(?:"(?:\\.|[^"\\])*"|[^";])+/g;
  return text.match(parts) ?? [];
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
}
