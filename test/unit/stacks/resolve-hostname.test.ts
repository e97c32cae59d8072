import assert from "node:assert/strict";
import { resolveHostname } from "../../../stacks/resolve-hostname";

// The real resolver: a stub would show nothing of what it answers.
describe("resolving a hostname", () => {
  it("gives its IPv4 addresses", async () => {
    assert.deepEqual(await resolveHostname("localhost", 1), ["127.0.0.1"]);
  });

  it("fails with the name, the reason and the next step when the time is over", async () => {
    // By RFC 6761 no name under .invalid ever resolves.
    await assert.rejects(resolveHostname("lb-1.invalid", 1), ({ message }: Error) => {
      assert.match(
        message,
        /^"lb-1\.invalid" did not resolve to an IPv4 address in 1 s \((?:ENOTFOUND|EAI_AGAIN)\); look at the name server, or choose another controlPlaneAddress than resolved$/,
      );
      return true;
    });
  });
});
