import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import type { RuleFile } from "../../stacks/observability/metrics/rules/rule";
import { ensureParts } from "../../toolchain/parts";
import { ruleTests, testedRules } from "../support/rule-tests";

describe("the rules of a cluster's metrics, as promtool has it", () => {
  let promtool: string;
  let folder: string;

  before("it is built", async function () {
    this.timeout(1_800_000);
    ({ promtool } = await ensureParts(["promtool"]));
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "rules-"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, content: object): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, stringify(content, { aliasDuplicateObjects: false }));
    return file;
  };
  const run = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(promtool, args, { encoding: "utf8" });
    return { status, said: stdout + stderr };
  };
  const tested = (rules: RuleFile) =>
    run("test", "rules", write("tests.yml", ruleTests(write("rules.yml", rules))));

  it("are rules", () => {
    const { status, said } = run("check", "rules", write("rules.yml", testedRules));
    assert.equal(status, 0, said);
    assert.match(said, new RegExp(`SUCCESS: ${countOf(testedRules)} rules found`));
  });

  it("fire when they should, with what people need to know, and are silent when all is well", () => {
    const { status, said } = tested(testedRules);
    assert.equal(status, 0, said);
  });

  it("are known by these tests: each alert that never fires fails one", () => {
    const alerts = testedRules.groups.flatMap((group) =>
      group.rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])),
    );
    assert.ok(alerts.length > 10);
    for (const name of alerts) {
      const silenced = testedRules.groups.map((group) => ({
        ...group,
        rules: group.rules.map((rule) =>
          "alert" in rule && rule.alert === name ? { ...rule, expr: "vector(1) > 2" } : rule,
        ),
      }));
      assert.notEqual(tested({ groups: silenced }).status, 0, name);
    }
  });
});

function countOf({ groups }: RuleFile): number {
  return groups.reduce((sum, { rules }) => sum + rules.length, 0);
}
