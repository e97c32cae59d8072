import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findCli } from "../../../toolchain/pulumi-cli";
import { addCommand, makeMachine, type Machine } from "./support/machine";

describe("the pulumi on PATH", () => {
  let machine: Machine;
  let cli: string;
  beforeEach(() => {
    machine = makeMachine();
    cli = addCommand(machine.bin, "pulumi", "echo v3.200.1");
    addCommand(machine.bin, "pulumi-language-nodejs", "");
  });
  afterEach(() => machine.remove());

  it("is used when it works and has its Node language host", async () => {
    assert.equal(await findCli(machine.bin), cli);
  });

  it("is used when its language host lies beside the file that a link leads to", async () => {
    const links = join(machine.folder, "links");
    mkdirSync(links);
    symlinkSync(cli, join(links, "pulumi"));
    assert.equal(await findCli(links), join(links, "pulumi"));
  });

  it("is ignored without a language host", async () => {
    rmSync(join(machine.bin, "pulumi-language-nodejs"));
    assert.equal(await findCli(machine.bin), undefined);
  });

  it("is ignored when it does not run", async () => {
    addCommand(machine.bin, "pulumi", "exit 1");
    assert.equal(await findCli(machine.bin), undefined);
  });

  for (const version of ["v3.199.0", "v2.300.0", "v4.0.0", "nonsense"]) {
    it(`is ignored when it calls itself ${version}`, async () => {
      addCommand(machine.bin, "pulumi", `echo ${version}`);
      assert.equal(await findCli(machine.bin), undefined);
    });
  }

  it("is not one that we have put there", async () => {
    const ours = join(process.env.XDG_CACHE_HOME ?? "", "istio-mesh", "pulumi", "key", "bin");
    mkdirSync(ours, { recursive: true });
    addCommand(ours, "pulumi", "echo v3.250.0");
    addCommand(ours, "pulumi-language-nodejs", "");
    assert.equal(await findCli(ours), undefined);
    assert.equal(await findCli([ours, machine.bin].join(delimiter)), cli);
  });

  it("is not looked for in the working folder", async () => {
    assert.equal(await findCli(""), undefined);
  });
});
