import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pulumiHome, userPulumiHome, type PluginSource } from "../../../toolchain/pulumi-home";
import { addCommand, makeMachine, type Machine } from "./support/machine";

describe("the PULUMI_HOME of this project", () => {
  let machine: Machine;
  let cli: string;
  let tls: PluginSource;
  beforeEach(() => {
    machine = makeMachine();
    cli = addCommand(machine.bin, "pulumi", "");
    tls = { name: "tls", version: "5.6.1", path: addCommand(machine.bin, "stand-in", "") };
  });
  afterEach(() => machine.remove());

  it("has each plugin in a real folder, because the engine skips one that is a link", async () => {
    const home = await pulumiHome([cli], [tls]);
    const folder = join(home, "plugins", "resource-tls-v5.6.1");
    assert.ok(lstatSync(folder).isDirectory());
    assert.equal(realpathSync(join(folder, "pulumi-resource-tls")), tls.path);
  });

  it("has all files of an official plugin", async () => {
    const official = join(machine.folder, "resource-tls-v5.6.1");
    mkdirSync(official);
    writeFileSync(join(official, "pulumi-resource-tls"), "binary");
    writeFileSync(join(official, "LICENSE"), "text");
    const home = await pulumiHome([cli], [{ ...tls, path: official }]);
    const folder = join(home, "plugins", "resource-tls-v5.6.1");
    assert.equal(readFileSync(join(folder, "pulumi-resource-tls"), "utf8"), "binary");
    assert.equal(readFileSync(join(folder, "LICENSE"), "utf8"), "text");
  });

  it("has the binaries as files of its own, because the engine looks beside the real one", async () => {
    const home = await pulumiHome([cli], []);
    const file = join(home, "bin", "pulumi");
    assert.equal(realpathSync(file), file);
    assert.equal(statSync(file).ino, statSync(cli).ino, "and costs no space");
  });

  it("is another one for other plugins, and the same one for the same", async () => {
    const home = await pulumiHome([cli], [tls]);
    assert.equal(await pulumiHome([cli], [tls]), home);
    assert.notEqual(await pulumiHome([cli], [{ ...tls, version: "5.6.2" }]), home);
    assert.notEqual(await pulumiHome([cli], [{ ...tls, path: cli }]), home);
  });

  it("remembers the selected stacks when the pins change", async () => {
    const before = await pulumiHome([cli], [tls]);
    writeFileSync(join(before, "workspaces", "stack.json"), "selected");
    const after = await pulumiHome([cli], []);
    assert.equal(readFileSync(join(after, "workspaces", "stack.json"), "utf8"), "selected");
  });

  it("is made once by two at once", async () => {
    const homes = await Promise.all([pulumiHome([cli], [tls]), pulumiHome([cli], [tls])]);
    assert.equal(homes[0], homes[1]);
  });

  it("is never taken for the user's own", async () => {
    process.env.PULUMI_HOME = await pulumiHome([cli], [tls]);
    assert.equal(userPulumiHome(), join(homedir(), ".pulumi"));
    process.env.PULUMI_HOME = machine.folder;
    assert.equal(userPulumiHome(), machine.folder);
  });
});
