import assert from "node:assert/strict";
import { parse } from "yaml";
import { buildRemoteKubeconfig } from "../../../../components/specs/remote-secret";

describe("the kubeconfig of a remote secret", () => {
  it("is made of a cluster's address, authority and reader's token, and bears its name", () => {
    const text = buildRemoteKubeconfig({
      cluster: "east",
      server: "https://east.example:6443",
      caData: "Y2E=",
      token: "reader",
    });
    assert.deepEqual(parse(text), {
      apiVersion: "v1",
      kind: "Config",
      preferences: {},
      clusters: [
        {
          name: "east",
          cluster: { "certificate-authority-data": "Y2E=", server: "https://east.example:6443" },
        },
      ],
      users: [{ name: "east", user: { token: "reader" } }],
      contexts: [{ name: "east", context: { cluster: "east", user: "east" } }],
      "current-context": "east",
    });
  });

  for (const cluster of ["1", "null", "true", "1e3"]) {
    it(`holds the name ${cluster} as a text`, () => {
      const text = buildRemoteKubeconfig({ cluster, server: "s", caData: "c", token: "0123" });
      const found = parse(text) as { users: unknown; "current-context": unknown };
      assert.equal(found["current-context"], cluster);
      assert.deepEqual(found.users, [{ name: cluster, user: { token: "0123" } }]);
    });
  }
});
