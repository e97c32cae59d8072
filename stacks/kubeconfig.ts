import { parse } from "yaml";

/** What a kubeconfig says of the one context that is used; plain data, and as secret as the kubeconfig. */
export interface ClusterAccess {
  /** URL of the API server. */
  readonly server: string;
  /** PEM of the authority that signs the API server's certificate; undefined means the system's authorities. */
  readonly ca: string | undefined;
  /** Client certificate and key (PEM), if that is how the user signs in. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  readonly token?: string;
  /** Whether a command gives the credentials, one that is allowed. */
  readonly runsCommand?: true;
  /** A kubeconfig with this context only, cleaned of what was not allowed; JSON, which is YAML. */
  readonly kubeconfig: string;
}

/** What a kubeconfig may do beyond carrying credentials. */
export interface KubeconfigRules {
  /** Context to use instead of the current one. */
  readonly context?: string | undefined;
  /** Commands that may be run to sign in. */
  readonly allowExec?: readonly string[] | undefined;
}

interface Named {
  readonly name?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one context of a kubeconfig and leaves everything else behind. Files, plugins and insecure connections are
 * refused: they would run or read things on the machine that runs Pulumi, or send credentials to anyone.
 * @returns the access, or why there is none: lower case, without the kubeconfig's content
 */
export function readKubeconfig(
  text: string,
  rules: KubeconfigRules,
): ClusterAccess | { readonly problem: string } {
  let config: Fields | null;
  try {
    // Warnings quote lines too.
    config = parse(text, { logLevel: "error" }) as Fields | null;
  } catch {
    // The parser quotes the line it stumbles over, which may hold a credential.
    return { problem: "is not YAML" };
  }
  if (typeof config !== "object" || config === null || config["kind"] !== "Config") {
    return { problem: 'is no kubeconfig, expected YAML with "kind: Config"' };
  }
  const contextName = rules.context ?? textOf(config["current-context"]);
  const context = entry(config, "contexts", contextName, "context");
  if (context === undefined) {
    const names = entryNames(config, "contexts").join(", ") || "none";
    return contextName === ""
      ? { problem: `has no current context, name the one to use by context, it has ${names}` }
      : { problem: `has no context "${contextName}", it has ${names}` };
  }
  const cluster = entry(config, "clusters", textOf(context["cluster"]), "cluster");
  const user = entry(config, "users", textOf(context["user"]), "user");
  if (cluster === undefined || user === undefined) {
    const missing = cluster === undefined ? "cluster" : "user";
    return {
      problem: `context "${contextName}" names a ${missing} that the kubeconfig does not have`,
    };
  }
  const refused = refusedFields(cluster, user, rules.allowExec ?? []);
  if (refused !== undefined) {
    return { problem: refused };
  }
  return access(contextName, cluster, user);
}

function access(
  name: string,
  cluster: Fields,
  user: Fields,
): ClusterAccess | { readonly problem: string } {
  const server = textOf(cluster["server"]);
  const shown = server.replace(/^(\w+:\/\/)?.*@/, "$1");
  if (!URL.canParse(server) || new URL(server).protocol !== "https:") {
    return { problem: `server "${shown}" is no https URL` };
  }
  if (shown !== server) {
    // The server's URL is no secret: it is in errors and in the stack's state.
    return { problem: `server "${shown}" has credentials in its URL, put them into the user` };
  }
  const ca = decoded(cluster["certificate-authority-data"]);
  const cert = decoded(user["client-certificate-data"]);
  const key = decoded(user["client-key-data"]);
  const token = typeof user["token"] === "string" ? user["token"] : undefined;
  return {
    server,
    ca,
    ...(cert !== undefined && key !== undefined ? { clientCertificate: { cert, key } } : {}),
    ...(token === undefined ? {} : { token }),
    ...(user["exec"] === undefined ? {} : { runsCommand: true }),
    kubeconfig: JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster }],
      users: [{ name, user }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
    }),
  };
}

/** Keys by which a kubeconfig refers to files, of a cluster or of a user. */
export const kubeconfigFiles = [
  "certificate-authority",
  "client-certificate",
  "client-key",
  "tokenFile",
] as const;

/** The first thing in a kubeconfig that is not allowed, and what to do about it. */
function refusedFields(
  cluster: Fields,
  user: Fields,
  allowExec: readonly string[],
): string | undefined {
  if (cluster["insecure-skip-tls-verify"] === true) {
    return "has insecure-skip-tls-verify, give certificate-authority-data instead";
  }
  const file = kubeconfigFiles.find((key) => cluster[key] !== undefined || user[key] !== undefined);
  if (file !== undefined) {
    return `refers to a file by ${file}, put the content in (kubectl config view --raw --flatten)`;
  }
  if (user["auth-provider"] !== undefined) {
    return "has an auth-provider, which Kubernetes removed; use a token, a client certificate or exec";
  }
  const exec = user["exec"] as Fields | null | undefined;
  const command = exec ? textOf(exec["command"]) : undefined;
  if (command !== undefined && !allowExec.includes(command)) {
    return `runs "${command}" to sign in, allow it by allowExec: [${command}] if you trust it`;
  }
  return undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function entries(config: Fields, key: string): readonly (Named & Fields)[] {
  const value = config[key];
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return list.filter((one): one is Named & Fields => typeof one === "object" && one !== null);
}

function entryNames(config: Fields, list: string): string[] {
  return entries(config, list).map((one) => textOf(one.name));
}

function entry(config: Fields, list: string, name: string, key: string): Fields | undefined {
  const found = entries(config, list).find((one) => one.name === name)?.[key];
  return typeof found === "object" && found !== null ? (found as Fields) : undefined;
}

function decoded(data: unknown): string | undefined {
  return typeof data === "string" ? Buffer.from(data, "base64").toString("utf8") : undefined;
}
