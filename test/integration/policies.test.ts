import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { rules } from "../../policies/rules";
import { Checkout } from "./support/checkout";

const bad = path.join("test", "integration", "fixtures", "bad-mesh");

describe("the policy pack, by the real engine", () => {
  let checkout: Checkout;
  before(async () => {
    checkout = Checkout.create();
    await checkout.succeed("npm", ["run", "-s", "pulumi", "--", "stack", "init", "bad", "-C", bad]);
  });
  after(() => checkout.remove());

  const preview = async (pack: string, config: object = {}, env: readonly string[] = []) => {
    checkout.write("policy-config.json", JSON.stringify(config));
    const file = checkout.path("policy-config.json");
    const pulumi = ["npm", "run", "-s", "pulumi", "--", "preview", "--stack", "bad", "-C", bad];
    const policies = ["--policy-pack", pack, "--policy-pack-config", file];
    const { code, stdout } = await checkout.run("env", [...env, ...pulumi, ...policies]);
    const broken = [...stdout.matchAll(/- \[(\w+)\] .*? {2}([a-z0-9-]+) {2}\(/g)].map(
      ([, level = "", name = ""]) => ({ level, name }),
    );
    return { code, stdout, broken };
  };
  const names = (found: readonly { readonly name: string }[]) =>
    [...new Set(found.map((one) => one.name))].sort();
  // By when a token was made, which only a cluster knows; the suite of two primaries shows it.
  const livingOnly = ["reader-tokens-young"];
  const all = rules
    .map((one) => one.name)
    .filter((name) => !livingOnly.includes(name))
    .sort();

  it("finds every rule broken by a stack that breaks them all, each at its level", async () => {
    const { code, broken } = await preview(checkout.path("policies"));
    assert.notEqual(code, 0);
    assert.deepEqual(names(broken), all);
    for (const { name, level } of broken) {
      assert.equal(level, rules.find((one) => one.name === name)?.level, name);
    }
  });

  it("does the same as a pack of its own, that has nothing else of the project", async () => {
    const folder = fs.mkdtempSync(path.join(path.dirname(checkout.root), "policy-pack-"));
    try {
      await checkout.succeed("npm", ["run", "-s", "policy-pack", "--", folder]);
      fs.symlinkSync(checkout.path("node_modules"), path.join(folder, "node_modules"));
      assert.deepEqual(names((await preview(folder)).broken), all);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("stops nothing where all rules are advisory, and puts right what one can that may", async () => {
    const levels = { all: "advisory", "seccomp-profile": "remediate" };
    const { code, broken } = await preview(checkout.path("policies"), levels);
    assert.equal(code, 0);
    const others = all.filter((name) => name !== "seccomp-profile");
    assert.deepEqual(names(broken), others);
    assert.ok(broken.every((one) => one.level === "advisory"));
  });

  it("bears a preview of the same stack that knows no value", async () => {
    const { stdout, broken } = await preview(checkout.path("policies"), {}, ["NOTHING_KNOWN=true"]);
    assert.doesNotMatch(stdout, /Error validating|can't run/);
    // What is not there at all a preview knows.
    assert.deepEqual(names(broken), [
      "ca-keys-secret-in-state",
      "explicit-kubernetes-provider",
      "provider-cluster-identifier",
    ]);
  });
});
