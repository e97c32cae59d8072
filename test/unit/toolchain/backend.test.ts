import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { localBackend } from "../../../toolchain/backend";
import { makeMachine, startScript, type Machine } from "./support/machine";

const USERS = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"];

describe("the project's own backend", () => {
  let machine: Machine;
  beforeEach(() => {
    machine = makeMachine();
    [...USERS, "PULUMI_CREDENTIALS_PATH", "PULUMI_HOME"].forEach((name) => {
      Reflect.deleteProperty(process.env, name);
    });
  });
  afterEach(() => machine.remove());
  const passphrase = () => join(machine.folder, ".sandbox", "passphrase");

  it("keeps the state in files of the checkout, and secrets under a passphrase", () => {
    assert.deepEqual(localBackend(machine.folder), {
      PULUMI_BACKEND_URL: `file://${machine.folder}/.sandbox/pulumi?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase(),
    });
    assert.ok(statSync(join(machine.folder, ".sandbox", "pulumi")).isDirectory());
  });

  it("has a passphrase of 256 random bits that only the user may read", () => {
    localBackend(machine.folder);
    assert.equal(statSync(passphrase()).mode & 0o777, 0o600);
    assert.equal(Buffer.from(readFileSync(passphrase(), "utf8"), "base64url").length, 32);
  });

  it("never changes the passphrase", () => {
    localBackend(machine.folder);
    const before = readFileSync(passphrase(), "utf8");
    localBackend(machine.folder);
    assert.equal(readFileSync(passphrase(), "utf8"), before);
  });

  it("has one passphrase also when several runs make it at once", async () => {
    const seen = await Promise.all(
      [1, 2, 3].map(async () => {
        const { stdout } = await startScript("print-backend.ts", machine.folder).ended;
        assert.match(stdout, /PASSPHRASE_FILE/);
        return readFileSync(passphrase(), "utf8");
      }),
    );
    assert.equal(new Set(seen).size, 1);
    assert.deepEqual(readdirSync(join(machine.folder, ".sandbox")), ["passphrase", "pulumi"]);
  });

  it("leaves a backend of the user's own to him, with his login", () => {
    process.env.PULUMI_BACKEND_URL = "s3://state";
    process.env.PULUMI_HOME = "/home/someone/pulumi";
    assert.deepEqual(localBackend(machine.folder), {
      PULUMI_CREDENTIALS_PATH: "/home/someone/pulumi",
    });
  });

  for (const [name, value] of [
    ["PULUMI_CONFIG_PASSPHRASE", ""],
    ["PULUMI_CONFIG_PASSPHRASE_FILE", "/run/secrets/passphrase"],
  ] as const) {
    it(`uses the user's own ${name}${value === "" ? ", even an empty one" : ""}`, () => {
      process.env[name] = value;
      assert.deepEqual(Object.keys(localBackend(machine.folder)), ["PULUMI_BACKEND_URL"]);
    });
  }
});
