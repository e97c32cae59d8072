import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type ClusterAccess, readKubeconfig } from "../../../stacks/kubeconfig";
import { signIn } from "../../../stacks/sign-in";
import { base64, kubeconfigText } from "../../support/meshes";

describe("signing in to an API server", () => {
  const server = "https://east.example:6443";
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sign-in-"));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  /** How a kubeconfig whose user is this one reaches its cluster. */
  const accessOf = (user: Record<string, unknown>, allowExec: readonly string[]): ClusterAccess => {
    const text = kubeconfigText({ name: "east", user });
    const access = readKubeconfig(text, { allowExec });
    return "problem" in access ? assert.fail(access.problem) : access;
  };
  /** The same, where the user runs these lines of a shell. */
  const running = (lines: string, more: object = {}): ClusterAccess => {
    const command = path.join(folder, "credentials");
    fs.writeFileSync(command, `#!/bin/sh\n${lines}\n`, { mode: 0o700 });
    const apiVersion = "client.authentication.k8s.io/v1";
    return accessOf({ exec: { apiVersion, command, ...more } }, [command]);
  };
  const printing = (credential: unknown) => `cat <<'END'\n${JSON.stringify(credential)}\nEND`;
  const credential = (status: object) =>
    printing({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status });

  it("takes what the kubeconfig has where it runs no command", async () => {
    const access = accessOf({ token: "canary" }, []);
    assert.equal(await signIn(access), access);
  });

  it("takes the token that the command prints", async () => {
    const access = running(credential({ token: "from-the-command" }));
    assert.equal(access.token, undefined);
    assert.deepEqual(await signIn(access), { ...access, token: "from-the-command" });
  });

  it("runs the command with the arguments and the environment that the kubeconfig gives", async () => {
    const access = running(`echo "{\\"status\\":{\\"token\\":\\"$1-$REGION\\"}}"`, {
      args: ["get-token"],
      env: [{ name: "REGION", value: "north" }],
    });
    assert.equal((await signIn(access)).token, "get-token-north");
  });

  it("takes the certificate and the key that the command prints", async () => {
    const [cert, key] = ["the certificate", "the key"];
    const access = running(credential({ clientCertificateData: cert, clientKeyData: key }));
    assert.deepEqual(await signIn(access), { ...access, clientCertificate: { cert, key } });
  });

  it("takes both, in place of the kubeconfig's own", async () => {
    const access = running(
      credential({ token: "new", clientCertificateData: "cert", clientKeyData: "key" }),
    );
    const own = { ...access, token: "old", clientCertificate: { cert: "old", key: "old" } };
    const signedIn = await signIn(own);
    assert.deepEqual(signedIn.clientCertificate, { cert: "cert", key: "key" });
    assert.equal(signedIn.token, "new");
  });

  it("keeps the certificate of the kubeconfig where the command prints a token", async () => {
    const command = path.join(folder, "token");
    fs.writeFileSync(command, `#!/bin/sh\n${credential({ token: "new" })}\n`, { mode: 0o700 });
    const data = { "client-certificate-data": base64("cert"), "client-key-data": base64("key") };
    const { token, clientCertificate } = await signIn(
      accessOf({ exec: { command }, ...data }, [command]),
    );
    assert.equal(token, "new");
    assert.deepEqual(clientCertificate, { cert: "cert", key: "key" });
  });

  const message = `the kubeconfig's command gives no credentials for ${server}, run it by hand to see why`;
  for (const [rule, lines] of [
    ["fails, and says nothing of what it printed", "echo canary; echo canary >&2; exit 3"],
    ["prints nonsense", "echo canary"],
    ["prints nothing", "true"],
    ["prints JSON that is no credential", `echo '{"canary":"canary"}'`],
    ["prints a credential without any", credential({})],
    ["prints null", "echo null"],
  ] as const) {
    it(`gives none where the command ${rule}`, async () => {
      await assert.rejects(signIn(running(lines)), { message });
    });
  }

  it("gives none where the command is not there", async () => {
    const command = path.join(folder, "nowhere");
    await assert.rejects(signIn(accessOf({ exec: { command } }, [command])), { message });
  });
});
