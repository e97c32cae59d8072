import { parse } from "yaml";
import { fieldsAt, listAt } from "../values";

/** A part of a kubeconfig, and where in it that stands, such as `users[0].user`. */
export interface Part {
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** All clusters and users of a kubeconfig: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export interface Kubeconfig {
  readonly clusters: readonly Part[];
  readonly users: readonly Part[];
}

/** Reads a kubeconfig; undefined if the text is none. */
export function kubeconfigOf(text: string): Kubeconfig | undefined {
  let config: unknown;
  try {
    config = parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
  if (fieldsAt(config)["kind"] !== "Config") {
    return undefined;
  }
  const parts = (list: string, field: string): Part[] =>
    listAt(config, list).map((one, i) => ({
      path: `${list}[${i}].${field}`,
      fields: fieldsAt(one, field),
    }));
  return { clusters: parts("clusters", "cluster"), users: parts("users", "user") };
}

/** What a token that is a JWT says whose it is; undefined if it is none, or does not say. */
export function subjectOf(token: string): string | undefined {
  const [, payload = ""] = token.split(".");
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const { sub } = fieldsAt(claims);
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined;
  }
}
