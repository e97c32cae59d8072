import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { type KubeconfigRules, readKubeconfig } from "../../../stacks/kubeconfig";
import { base64, type KubeconfigEntry, kubeconfigText } from "../../support/meshes";

function access(text: string, rules: KubeconfigRules = {}) {
  const found = readKubeconfig(text, rules);
  assert.ok(!("problem" in found), "problem" in found ? found.problem : "");
  return found;
}

function problem(text: string, rules: KubeconfigRules = {}): string {
  const found = readKubeconfig(text, rules);
  assert.ok("problem" in found, "there is a problem");
  return found.problem;
}

/** A kubeconfig full of credentials, none of which may be in a message. */
function canaryText(entry: Omit<KubeconfigEntry, "name"> = {}): string {
  const data = base64("canary");
  const user = { token: "canary-token", "client-key-data": data, "client-certificate-data": data };
  const cluster = { "certificate-authority-data": data, ...entry.cluster };
  return kubeconfigText({ name: "east", cluster, user: { ...user, ...entry.user } });
}

const withCluster = (cluster: Readonly<Record<string, unknown>>) => canaryText({ cluster });
const withUser = (user: Readonly<Record<string, unknown>>) => canaryText({ user });

/** A kubeconfig whose fields are replaced. */
function withFields(fields: Readonly<Record<string, unknown>>): string {
  return stringify({ ...(parse(canaryText()) as object), ...fields });
}

const noKubeconfig = 'is no kubeconfig, expected YAML with "kind: Config"';
const byFile = (key: string) =>
  `refers to a file by ${key}, put the content in (kubectl config view --raw --flatten)`;
const exec = { command: "aws", args: ["canary"], env: [{ name: "KEY", value: "canary" }] };

const refusals: readonly [rule: string, text: string, message: string][] = [
  ["text that is not YAML", "token: [canary", "is not YAML"],
  ["two documents in one", "kind: Config\n---\ntoken: canary", "is not YAML"],
  ["an empty file", "", noKubeconfig],
  ["a plain text", "canary", noKubeconfig],
  ["a list", "- canary", noKubeconfig],
  ["an object of another kind", "kind: Secret\ntoken: canary", noKubeconfig],
  [
    "a kubeconfig without a current context",
    withFields({ "current-context": undefined }),
    "has no current context, name the one to use by context, it has east",
  ],
  [
    "a current context that is not there",
    withFields({ "current-context": "west" }),
    'has no context "west", it has east',
  ],
  [
    "a kubeconfig without contexts",
    withFields({ contexts: undefined }),
    'has no context "east", it has none',
  ],
  [
    "a context that is nothing",
    withFields({ contexts: [null, 5] }),
    'has no context "east", it has none',
  ],
  [
    "a context without its cluster",
    withFields({ clusters: [] }),
    'context "east" names a cluster that the kubeconfig does not have',
  ],
  [
    "a context without its user",
    withFields({ users: [{ name: "east", user: null }] }),
    'context "east" names a user that the kubeconfig does not have',
  ],
  [
    "an unencrypted server",
    withCluster({ server: "http://10.0.0.1" }),
    'server "http://10.0.0.1" is no https URL',
  ],
  [
    "a server that is no URL",
    withCluster({ server: "10.0.0.1:6443" }),
    'server "10.0.0.1:6443" is no https URL',
  ],
  ["a missing server", withCluster({ server: undefined }), 'server "" is no https URL'],
  [
    "credentials in the server's URL",
    withCluster({ server: "https://admin:canary@east.example" }),
    'server "https://east.example" has credentials in its URL, put them into the user',
  ],
  [
    "credentials in a URL that is wrong in itself",
    withCluster({ server: "http://admin:canary/x@east.example" }),
    'server "http://east.example" is no https URL',
  ],
  [
    "a connection that trusts anyone",
    withCluster({ "insecure-skip-tls-verify": true }),
    "has insecure-skip-tls-verify, give certificate-authority-data instead",
  ],
  [
    "an authority in a file",
    withCluster({ "certificate-authority": "/canary" }),
    byFile("certificate-authority"),
  ],
  ...["client-certificate", "client-key", "tokenFile"].map((key): [string, string, string] => [
    `a user's ${key}, which is a file`,
    withUser({ [key]: "/canary" }),
    byFile(key),
  ]),
  [
    "a plugin that Kubernetes removed",
    withUser({ "auth-provider": { name: "oidc", config: { secret: "canary" } } }),
    "has an auth-provider, which Kubernetes removed; use a token, a client certificate or exec",
  ],
  [
    "a command that is not allowed",
    withUser({ exec }),
    'runs "aws" to sign in, allow it by allowExec: [aws] if you trust it',
  ],
];

describe("a kubeconfig", () => {
  for (const [rule, text, message] of refusals) {
    it(`is refused for ${rule}`, () => {
      assert.equal(problem(text), message);
      assert.doesNotMatch(message, /canary/);
    });
  }

  it("may run the commands that are allowed by name, and no other", () => {
    const text = withUser({ exec });
    const allowed = access(text, { allowExec: ["gke-gcloud-auth-plugin", "aws"] });
    assert.match(allowed.kubeconfig, /"command":"aws"/);
    assert.equal(
      problem(text, { allowExec: ["aws2", "aw"] }),
      'runs "aws" to sign in, allow it by allowExec: [aws] if you trust it',
    );
  });

  it("may leave exec and insecure-skip-tls-verify empty", () => {
    const cluster = { "insecure-skip-tls-verify": false };
    assert.equal(access(canaryText({ cluster, user: { exec: null } })).token, "canary-token");
  });

  it("is read by its current context", () => {
    const text = kubeconfigText({ name: "west" }, { name: "east" });
    assert.deepEqual(access(text).server, "https://west.example:6443");
  });

  it("is read by the context that is asked for", () => {
    const text = kubeconfigText({ name: "west" }, { name: "east" });
    assert.equal(access(text, { context: "east" }).token, "east-token");
    assert.equal(problem(text, { context: "north" }), 'has no context "north", it has west, east');
  });

  it("gives the server, the authority and how to sign in", () => {
    const text = kubeconfigText({
      name: "east",
      cluster: { "certificate-authority-data": base64("authority") },
      user: { "client-certificate-data": base64("cert"), "client-key-data": base64("key") },
    });
    const { kubeconfig, ...rest } = access(text);
    assert.deepEqual(rest, {
      server: "https://east.example:6443",
      ca: "authority",
      clientCertificate: { cert: "cert", key: "key" },
    });
    assert.match(kubeconfig, /^\{/);
  });

  it("is handed on with one context and nothing of the others", () => {
    const user = { token: "canary", exec };
    const cluster = { "certificate-authority-data": "canary", "insecure-skip-tls-verify": true };
    const text = kubeconfigText({ name: "west", cluster, user }, { name: "east" });
    const { kubeconfig } = access(text, { context: "east" });
    assert.doesNotMatch(kubeconfig, /west|canary|insecure|exec/);
    assert.deepEqual(JSON.parse(kubeconfig), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "east", cluster: { server: "https://east.example:6443" } }],
      users: [{ name: "east", user: { token: "east-token" } }],
      contexts: [{ name: "east", context: { cluster: "east", user: "east" } }],
      "current-context": "east",
    });
  });

  it("makes the YAML parser warn nobody, as its warnings quote lines", async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on("warning", note);
    problem("kind: Config\nusers: [{ token: !custom canary }]");
    await new Promise(setImmediate);
    process.off("warning", note);
    assert.deepEqual(warnings, []);
  });
});
