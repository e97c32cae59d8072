import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { MeshUnderTest } from "./mesh-under-test";

/**
 * The state, the stack file, the logs and all that was printed hold no key, token or kubeconfig in clear.
 * @param others further secrets, by what they are
 */
export async function expectSecrecy(
  mesh: MeshUnderTest,
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { checkout, stack } = mesh;
  const secrets = { ...(await secretsOfTheMesh(mesh)), ...others };
  const state = await stack.succeeds("stack", "export");
  const written = {
    state,
    "stack file": checkout.read(stack.file),
    transcript: checkout.transcript.join("\n"),
    ...logs(checkout.path(".sandbox")),
  };
  // Other words in the same places, or the search would prove nothing.
  assert.match(state, /BEGIN CERTIFICATE/);
  assert.match(written.transcript, /east-control-plane/);
  for (const [place, text] of Object.entries(written)) {
    assert.doesNotMatch(text, /BEGIN [A-Z ]*PRIVATE KEY/, place);
    assert.doesNotMatch(text, /client-key-data|"token":|token: ey/, place);
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(!text.includes(secret), `${place} holds ${name}`);
    }
  }
}

/** Pieces of every secret of the mesh, by what they are; a piece on one line survives quoting and indentation. */
async function secretsOfTheMesh({
  clusters,
  checkout,
}: MeshUnderTest): Promise<Record<string, string>> {
  const found: Record<string, string> = {
    passphrase: fs.readFileSync(checkout.path(".sandbox", "passphrase"), "utf8").trim(),
  };
  for (const cluster of clusters) {
    const { name } = cluster;
    const reader = "istio-reader-service-account-istio-remote-secret-token";
    const { token = "" } = await cluster.secret("istio-system", reader);
    const user = cluster.config.getCurrentUser();
    found[`the reader's token of ${name}`] = token;
    // Remotes have no authority of their own.
    if (cluster.istiods().length > 0) {
      const { "ca-key.pem": key = "" } = await cluster.secret("istio-system", "cacerts");
      found[`the key of ${name}'s intermediate`] = key.split("\n")[1] ?? "";
      const base64 = Buffer.from(key).toString("base64");
      found[`the key of ${name}'s intermediate in base64`] = base64.slice(40, 120);
    }
    found[`the administrator's key of ${name}`] = (user?.keyData ?? "").slice(0, 200);
  }
  for (const [what, secret] of Object.entries(found)) {
    assert.ok(secret.length > 20, `${what} was not found`);
  }
  return found;
}

function logs(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const names = files.filter((name) => name.endsWith(".log"));
  assert.ok(names.length > 10, "the logs of every process");
  return Object.fromEntries(
    names.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]),
  );
}
