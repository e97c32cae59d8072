import assert from "node:assert/strict";
import { versionsText } from "../../../cli/versions";

describe("the command for Istio versions", () => {
  const says = (outputs: object) => () => Promise.resolve(JSON.stringify(outputs));
  const clusters = { east: { role: "primary", istiodVersion: "1.22.8" } };
  const nobody =
    'stack "dev" has not been brought up, so nobody runs any of them yet, run: npm run -s pulumi -- up --stack dev';

  it("asks Pulumi for what the last up of the stack wrote", async () => {
    const calls: (readonly string[])[] = [];
    const text = await versionsText({ stack: "prod" }, false, (args) => {
      calls.push(args);
      return Promise.resolve(JSON.stringify({ clusters }));
    });
    assert.deepEqual(calls, [["stack", "output", "--json", "--stack", "prod"]]);
    assert.match(text, /^1\.22 {3}● 1\.22\.8 east {2}/m);
    assert.doesNotMatch(text, /has not been brought up/);
  });

  it("shows the versions alone before the first up, and says so in a line", async () => {
    const none = () =>
      Promise.reject(new Error("pulumi failed\nerror: no stack named 'dev' found"));
    for (const call of [says({}), none]) {
      const lines = (await versionsText({ stack: "dev" }, false, call)).split("\n");
      assert.match(lines[0] ?? "", /^ISTIO {2}INSTALLERS /);
      assert.deepEqual(lines.slice(-2), ["", nobody]);
    }
  });

  it("shows an error of Pulumi's, and that there is no such stack", async () => {
    const fails = (text: string) => () => Promise.reject(new Error(text));
    await assert.rejects(versionsText({ stack: "dev" }, false, fails("incorrect passphrase")), {
      message: "incorrect passphrase",
    });
    await assert.rejects(
      versionsText({ stack: "nosuch" }, false, fails("error: no stack named 'nosuch' found")),
      /Pulumi\.nosuch\.yaml: there is no such stack file/,
    );
  });

  it("gives programs all fields, with or without clusters", async () => {
    const read = async (outputs: object) =>
      JSON.parse(await versionsText({ stack: "dev", json: true }, true, says(outputs))) as {
        versions: { version: string; runs: string[] }[];
        clusters: unknown[];
      };
    const full = await read({ clusters });
    assert.deepEqual(full.clusters, [
      {
        name: "east",
        version: "1.22.8",
        besides: [],
        upgrades: ["1.22", "1.23"],
        rotationBugs: [],
      },
    ]);
    assert.deepEqual(full.versions.find((one) => one.version === "1.22")?.runs, ["east"]);
    const empty = await read({});
    assert.deepEqual([empty.clusters, empty.versions.length], [[], 15]);
  });
});
