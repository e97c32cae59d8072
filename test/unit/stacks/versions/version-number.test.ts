import assert from "node:assert/strict";
import { compareVersions } from "../../../../stacks/versions/version-number";

describe("Istio versions", () => {
  it("have an order, in which a release comes after what led to it", () => {
    const ordered = [
      "none",
      "1.9.10",
      "1.22.8",
      "1.22.10",
      "1.23-alpha.0123abc",
      "1.23.0-alpha.1",
      "1.23.0-beta.0",
      "1.23.0-rc.1",
      "1.23.0-rc.10",
      "1.23.0",
      "1.23.1-rc.0",
      "1.23.1",
    ];
    for (const [at, one] of ordered.entries()) {
      for (const [otherAt, other] of ordered.entries()) {
        const found = Math.sign(compareVersions(one, other));
        assert.equal(found, Math.sign(at - otherAt), `${one}, ${other}`);
      }
    }
  });

  it("may be the same development build", () => {
    assert.equal(compareVersions("1.23-alpha.55f12a68b4f9", "1.23-alpha.55f12a68b4f9"), 0);
  });
});
