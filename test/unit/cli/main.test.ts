import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, start } from "../toolchain/support/machine";

describe("the command mesh", () => {
  it("says what it can do", async () => {
    const { code, stdout, stderr } = await start(process.execPath, [
      "toolchain/bootstrap.mjs",
      "cli/main.ts",
      "--help",
    ]).ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Usage: mesh \[options\] \[command\]$/m);
    assert.match(stdout, /^ {2}certs \[options\] \[pattern\] {2}/m);
    assert.match(stdout, /^ {2}status \[options\] {2}/m);
    assert.match(stdout, /^ {2}versions \[options\] {2}/m);
  });

  it("runs from any folder", async () => {
    const file = join(ROOT, "cli", "mesh.mjs");
    const { code, stdout, stderr } = await start(file, ["certs", "--help"], tmpdir()).ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Usage: mesh certs \[options\] \[pattern\]$/m);
    assert.match(stdout, /^ {2}--stack <name> .*\(default: "dev"\)$/m);
    assert.match(stdout, /^ {2}--json /m);
  });

  it("ends with 1 and one sentence where it cannot do what it is asked", async () => {
    const { code, stdout, stderr } = await start(process.execPath, [
      join(ROOT, "cli", "mesh.mjs"),
      "certificates",
    ]).ended;
    assert.deepEqual(
      { code, stdout, stderr },
      {
        code: 1,
        stdout: "",
        stderr: "error: unknown command 'certificates'\n",
      },
    );
  });
});
