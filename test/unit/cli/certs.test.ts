import assert from "node:assert/strict";
import { readOutputs } from "../../../cli/certs";

describe("what the last up wrote of certificates", () => {
  const says = (text: string) => () => Promise.resolve(text);
  const fails = (text: string) => () => Promise.reject(new Error(`pulumi failed\n${text}`));

  it("is asked of Pulumi for the stack that is named", async () => {
    const calls: (readonly string[])[] = [];
    const outputs = await readOutputs("prod", (args) => {
      calls.push(args);
      return Promise.resolve('{"certificates":{"roots":[]},"clusters":{"east":{}},"topology":""}');
    });
    assert.deepEqual(calls, [["stack", "output", "--json", "--stack", "prod"]]);
    assert.deepEqual(outputs, { certificates: { roots: [] }, clusters: { east: {} } });
  });

  it("is nothing before the first up, and the error says how to get there", async () => {
    const message = 'stack "dev" has not been brought up, run: npm run -s pulumi -- up --stack dev';
    await assert.rejects(readOutputs("dev", says("{}")), { message });
    await assert.rejects(readOutputs("dev", fails("error: no stack named 'dev' found")), {
      message,
    });
  });

  it("is nothing for a stack without a file, and the error says which stacks there are", async () => {
    await assert.rejects(
      readOutputs("nosuch", fails("error: no stack named 'nosuch' found")),
      /Pulumi\.nosuch\.yaml: there is no such stack file, there is one for .*\bdev, prod\b/,
    );
  });

  it("is nothing if the program was an older one", async () => {
    await assert.rejects(readOutputs("dev", says('{"root":{},"clusters":{"east":{}}}')), {
      message:
        'stack "dev" was brought up by an older version of this program, whose outputs tell nothing of certificates, ' +
        "run: npm run -s pulumi -- up --stack dev",
    });
  });

  it("keeps any other error of Pulumi's as it is", async () => {
    await assert.rejects(readOutputs("dev", fails("error: incorrect passphrase")), {
      message: "pulumi failed\nerror: incorrect passphrase",
    });
  });
});
