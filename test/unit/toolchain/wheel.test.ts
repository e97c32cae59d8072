import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensure } from "../../../toolchain/ensure";
import { binaryOf, isOffered, partFolder, platform, type WheelPart } from "../../../toolchain/part";
import { lineReporter, type Reporter } from "../../../toolchain/reporter";
import { addCommand, makeMachine, startScript, type Machine } from "./support/machine";

const silent: Reporter = lineReporter(() => undefined);
const neverCalled: Reporter = () => Promise.reject(new Error("something was fetched"));

/** Python with a pip that has one wheel; as the real ones do, it unpacks files that nobody may run. */
const PYTHON = `
case "$2 $3" in
  "pip --version") echo "pip 24.0 from /lib/pip (python 3.12)" ;;
  "pip download")
    echo "$@" > "$LOG"; env | grep ^PIP_REQUIRE_VIRTUALENV= >> "$LOG"
    echo "  Downloading greeter-1.0.0-py3-none-any.whl (1.0 MB)"
    echo wheel > "\${10}/greeter-1.0.0-py3-none-any.whl" ;;
  "zipfile -e")
    [ "$(cat "$4")" = wheel ] && mkdir -p "$5/greeter/_bin" &&
      printf '#!/bin/sh\\necho hello\\n' > "$5/greeter/_bin/greeter" ;;
esac`;

/** Python whose pip prints this on stderr and fails. */
const failing = (stderr: string): string =>
  `[ "$3" = --version ] && echo "pip 24.0 from /lib/pip (python 3.12)" && exit
cat >&2 <<'END'
${stderr}
END
exit 1`;

// The words of pip 23.2 for a file that is not the pinned one.
const WRONG_HASH = `ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes. Otherwise, examine the package contents carefully; someone may have tampered with them.
    greeter==1.0.0 from file:///mirror/greeter-1.0.0-py3-none-any.whl:
        Expected sha256 00
             Got        11`;

describe("a part from a wheel", () => {
  let machine: Machine;
  let greeter: WheelPart;
  beforeEach(() => {
    machine = makeMachine();
    process.env.LOG = join(machine.folder, "log");
    const requirements = join(machine.folder, "requirements.txt");
    writeFileSync(requirements, "greeter==1.0.0 --hash=sha256:00\n");
    greeter = {
      kind: "wheel",
      name: "greeter",
      version: "1.0.0",
      purpose: "greets",
      group: "data-plane",
      requirements,
      member: "greeter/_bin/greeter",
      platforms: [platform()],
    };
  });
  afterEach(() => machine.remove());

  it("is fetched when it is missing, and then runs", async () => {
    addCommand(machine.bin, "python3", PYTHON);
    await ensure([greeter], silent);
    assert.equal(execFileSync(binaryOf(greeter), { encoding: "utf8" }), "hello\n");
    assert.equal(readdirSync(partFolder(greeter)).length, 1, "nothing lies beside it");
    await ensure([greeter], neverCalled);
  });

  it("comes from where pip is configured to look, and only with a pinned hash", async () => {
    addCommand(machine.bin, "python3", PYTHON);
    process.env.PIP_REQUIRE_VIRTUALENV = "1";
    await ensure([greeter], silent);
    const [command = "", environment] = readFileSync(join(machine.folder, "log"), "utf8").split(
      "\n",
    );
    const wanted = `-m pip download --no-deps --only-binary=:all: --require-hashes -r ${greeter.requirements} -d `;
    assert.equal(command.slice(0, wanted.length), wanted);
    assert.equal(environment, "PIP_REQUIRE_VIRTUALENV=false", "nothing is installed");
  });

  it("is fetched again when the pin changes", () => {
    const before = binaryOf(greeter);
    writeFileSync(greeter.requirements, "greeter==1.0.0 --hash=sha256:11\n");
    assert.notEqual(binaryOf(greeter), before);
  });

  it("says what it fetches and what came of it", async () => {
    addCommand(machine.bin, "python3", PYTHON);
    const statuses: string[] = [];
    await ensure([greeter], async ([step]) => {
      assert.ok(step);
      assert.equal(step.title, "greeter 1.0.0, greets");
      statuses.push(await step.run((status) => statuses.push(status)));
    });
    assert.deepEqual(statuses, [
      "asking pip for the wheel",
      "downloading greeter-1.0.0-py3-none-any.whl (1.0 MB)",
      "unpacking",
      "fetched, 0 MB",
    ]);
  });

  it("is not used with another hash than the pinned ones, and one sentence says so", async () => {
    addCommand(machine.bin, "python3", failing(WRONG_HASH));
    await assert.rejects(ensure([greeter], silent), {
      message:
        "greeter 1.0.0 was fetched and thrown away, because its hash is not in " +
        `${greeter.requirements}: see with python3 -m pip config list which index gave it, ` +
        "and compare the pin with its last commit",
    });
    assert.deepEqual(readdirSync(partFolder(greeter)), [], "nothing is left");
  });

  it("shows pip's last lines, the command and the next step when pip fails", async () => {
    addCommand(machine.bin, "python3", failing("ERROR: No matching distribution found"));
    await assert.rejects(ensure([greeter], silent), ({ message }: Error) => {
      assert.match(message, /^greeter 1\.0\.0 could not be fetched/);
      assert.match(message, /^ {2}ERROR: No matching distribution found$/m);
      assert.match(message, /^command: python3 -m pip download --no-deps .*\/fetched$/m);
      assert.match(message, /^next step: .* python3 -m pip config list /m);
      return true;
    });
    assert.equal(existsSync(binaryOf(greeter)), false);
  });

  it("fails with one sentence that names the part when Python is missing", async () => {
    process.env.PATH = machine.bin;
    await assert.rejects(ensure([greeter], silent), {
      message:
        "python3 is not on PATH or does not run, and it is needed to fetch greeter: " +
        "install python 3.10 or newer with pip, see https://www.python.org/downloads",
    });
  });

  it("fails with one sentence when Python has no pip", async () => {
    addCommand(machine.bin, "python3", 'echo "$0: No module named pip" >&2; exit 1');
    await assert.rejects(ensure([greeter], silent), {
      message:
        "python3 on PATH has no pip, and it is needed to fetch greeter: " +
        "install it with python3 -m ensurepip, or as the system's package python3-pip",
    });
  });

  it("fails with one sentence when Python is too old", async () => {
    addCommand(machine.bin, "python3", 'echo "pip 20.0.2 from /lib/pip (python 3.8)"');
    await assert.rejects(ensure([greeter], silent), {
      message:
        "python3 on PATH is 3.8, which is too old to fetch greeter: " +
        "install python 3.10 or newer with pip, see https://www.python.org/downloads",
    });
  });

  it("fails with one sentence on a platform without a wheel, and still has a path to list", async () => {
    addCommand(machine.bin, "python3", PYTHON);
    const foreign = { ...greeter, platforms: ["linux-s390x", "plan9-x64"] };
    assert.deepEqual([isOffered(greeter), isOffered(foreign)], [true, false]);
    assert.equal(existsSync(binaryOf(foreign)), false);
    await assert.rejects(ensure([foreign], neverCalled), {
      message: `there is no greeter 1.0.0 for ${platform()}: run it on one of linux-s390x, plan9-x64`,
    });
  });

  it("ends pip when it is interrupted, and leaves nothing", async () => {
    const log = join(machine.folder, "log");
    addCommand(machine.bin, "python3", PYTHON.replace("echo wheel", "sleep 60; echo wheel"));
    const run = startScript("ensure-hello.ts", JSON.stringify(greeter));
    while (!existsSync(log)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    run.child.kill("SIGINT");
    assert.equal((await run.ended).signal, "SIGINT");
    assert.deepEqual(readdirSync(partFolder(greeter)), []);
  });
});
