import assert from "node:assert/strict";
import { endingText, lookAroundText } from "../../../sandbox/messages";

describe("the word about an end", () => {
  const of = (ended: string[], left: string[], stacks: string[] = []) =>
    endingText({ ended, left }, stacks);

  it("is that the sandbox is gone, when no cluster is left", () => {
    assert.equal(of(["east", "west"], []), "the sandbox is gone");
    assert.equal(
      of(["east"], [], ["dev", "prod"]),
      "the sandbox is gone, and what Pulumi knew of stack dev, stack prod",
    );
  });

  it("names the clusters that ended and those that go on", () => {
    assert.equal(of(["a", "b"], ["c", "d"]), "ended: a, b; these go on: c, d");
    assert.equal(
      of(["a"], ["c"], ["prod"]),
      "ended: a, and what Pulumi knew of stack prod; these go on: c",
    );
  });

  it("says so when none of the clusters was there", () => {
    assert.equal(of([], ["c"]), "nothing was there to end; these go on: c");
  });
});

describe("the commands to look around with", () => {
  it("name each cluster's kubeconfig, and no stack where it is dev", () => {
    const text = lookAroundText("dev", ["east", "west"], ["east", "west"], "/bin/istioctl");
    assert.match(
      text,
      /^ {2}kubectl --kubeconfig \.sandbox\/clusters\/east\/kubeconfig get pods -A$/m,
    );
    assert.match(text, /^ {2}\/bin\/istioctl --kubeconfig .*\/west\/kubeconfig remote-clusters$/m);
    assert.match(text, /^ {2}npm run -s pulumi -- preview --diff .*Pulumi\.dev\.yaml/m);
    assert.doesNotMatch(text, /--stack/);
  });

  it("name any other stack, in every command that takes one", () => {
    const commands = lookAroundText("prod", [], [], "istioctl")
      .split("\n")
      .filter((line) => line.includes("npm run"));
    assert.deepEqual(
      commands.filter((line) => !line.includes("--stack prod")),
      [],
    );
    assert.equal(commands.length, 4);
  });
});
