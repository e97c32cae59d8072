import assert from "node:assert/strict";
import { clientIdentity } from "../../../../sandbox/echo/identity";

const sleeper = "spiffe://cluster.local/ns/sample/sa/sleep";
const gateway = "spiffe://cluster.local/ns/istio-system/sa/gateway";

describe("the client's identity", () => {
  const cases: readonly (readonly [rule: string, header: string | undefined, uri?: string])[] = [
    ["is the URI of the entry", `By=spiffe://a/b;Hash=ab12;Subject="";URI=${sleeper}`, sleeper],
    ["is that of the last entry", `By=x;URI=${gateway},By=y;URI=${sleeper}`, sleeper],
    ["is that of the last entry, joined by Node.js", `URI=${gateway}, URI=${sleeper}`, sleeper],
    ["is read of keys in any case", `uri=${sleeper};By=x`, sleeper],
    ["may be quoted", `By=x;URI="${sleeper}"`, sleeper],
    [
      "may have quotes and separators within quotes",
      'URI="spiffe://a/\\"b,c;d"',
      'spiffe://a/"b,c;d',
    ],
    [
      "is not taken from within a quoted value",
      `Subject="CN=\\"x\\",URI=no;URI=no";URI=${sleeper}`,
      sleeper,
    ],
    ["is the first of several", `URI=${sleeper};URI=spiffe://other`, sleeper],
    ["is none where the last entry has none", `URI=${gateway},By=x;Subject="CN=x"`],
    ["is none where it is empty", "By=x;URI="],
    ["is none without a header", undefined],
    ["is none of an empty header", ""],
  ];
  for (const [rule, header, uri] of cases) {
    it(rule, () => assert.equal(clientIdentity(header), uri));
  }
});
