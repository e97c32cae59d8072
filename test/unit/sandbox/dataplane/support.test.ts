import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { whyNoDataPlane } from "../../../../sandbox/dataplane/support";
import { remove, temporaryFolder } from "../support/folder";

describe("why there is no data plane", () => {
  const { getuid } = process;
  const searched = process.env["PATH"];
  let folder = "";
  beforeEach(() => {
    folder = temporaryFolder();
    become(0);
    process.env["PATH"] = folder;
  });
  afterEach(() => {
    process.env["PATH"] = searched;
    Object.assign(process, { getuid });
    remove(folder);
  });

  function become(user: number): void {
    Object.assign(process, { getuid: () => user });
  }
  /** Has a tool, which does what the script says. */
  function install(tool: string, script = "exit 0"): void {
    fs.writeFileSync(path.join(folder, tool), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  }

  it("is told to everyone but root, before anything is tried", () => {
    become(1000);
    install("unshare", `/bin/touch ${path.join(folder, "tried")}`);
    assert.equal(whyNoDataPlane(), "network namespaces need root");
    assert.equal(fs.existsSync(path.join(folder, "tried")), false);
  });

  it("is told where there are no user numbers at all", () => {
    Object.assign(process, { getuid: undefined });
    assert.equal(whyNoDataPlane(), "network namespaces need root");
  });

  it("names all tools that are missing, and where to have them", () => {
    const where = "(Debian: apt install iproute2 util-linux)";
    assert.equal(whyNoDataPlane(), `ip and nsenter and unshare cannot be run ${where}`);
    install("nsenter");
    install("unshare");
    assert.equal(whyNoDataPlane(), `ip cannot be run ${where}`);
  });

  it("repeats what the machine said that does not let one make a namespace", () => {
    install("ip");
    install("nsenter");
    const refusal = "unshare: unshare failed: Operation not permitted";
    install("unshare", `test "$1" = --version && exit 0\necho "${refusal}" >&2\nexit 1`);
    assert.equal(
      whyNoDataPlane(),
      `this machine does not let one make a network of one's own: ${refusal}`,
    );
  });

  it("is not told of a machine that lets one make it", () => {
    ["ip", "nsenter", "unshare"].forEach((tool) => install(tool));
    assert.equal(whyNoDataPlane(), undefined);
  });
});
