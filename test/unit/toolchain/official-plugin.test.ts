import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { officialPlugin } from "../../../toolchain/official-plugin";
import { addCommand, makeMachine, type Machine } from "./support/machine";

const random = { name: "random", version: "4.21.2" } as const;
const FOLDER = "resource-random-v4.21.2";
const INSTALLS = `mkdir -p "$PULUMI_HOME/plugins/${FOLDER}"; echo "$*" >> "$LOG"`;

describe("an official plugin", () => {
  let machine: Machine;
  let log: string;
  beforeEach(() => {
    machine = makeMachine();
    process.env.PULUMI_HOME = join(machine.folder, "users-home");
    log = process.env.LOG = join(machine.folder, "log");
  });
  afterEach(() => machine.remove());
  const find = (cli: string) => officialPlugin(cli, random, new AbortController().signal);
  const store = () => join(process.env.XDG_CACHE_HOME ?? "", "istio-mesh", "official");

  it("is the user's own when he has that version", async () => {
    const users = join(machine.folder, "users-home", "plugins", FOLDER);
    mkdirSync(users, { recursive: true });
    assert.equal(await find("/no/pulumi"), users);
  });

  it("is not the user's own while that is only half downloaded", async () => {
    const users = join(machine.folder, "users-home", "plugins", FOLDER);
    mkdirSync(users, { recursive: true });
    writeFileSync(`${users}.partial`, "");
    const cli = addCommand(machine.bin, "pulumi", INSTALLS);
    assert.equal(await find(cli), join(store(), FOLDER, "plugins", FOLDER));
  });

  it("is downloaded once, into our cache and not into the user's home", async () => {
    const cli = addCommand(machine.bin, "pulumi", INSTALLS);
    const found = await find(cli);
    assert.equal(found, join(store(), FOLDER, "plugins", FOLDER));
    assert.equal(await find(cli), found);
    assert.equal(readFileSync(log, "utf8"), "plugin install resource random 4.21.2\n");
    assert.equal(existsSync(join(machine.folder, "users-home")), false);
  });

  it("is tried once a day when it cannot be downloaded", async () => {
    const cli = addCommand(machine.bin, "pulumi", 'echo try >> "$LOG"; exit 1');
    assert.equal(await find(cli), undefined);
    assert.equal(await find(cli), undefined);
    assert.equal(readFileSync(log, "utf8"), "try\n");
    assert.deepEqual(readdirSync(store()), [`${FOLDER}.failed`], "and leaves nothing else");
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(join(store(), `${FOLDER}.failed`), yesterday, yesterday);
    addCommand(machine.bin, "pulumi", INSTALLS);
    assert.equal(await find(cli), join(store(), FOLDER, "plugins", FOLDER));
  });
});
