import assert from "node:assert/strict";
import type { LiveProxy } from "../../../../stacks/control-planes/live";
import {
  proxyProblems,
  type WantedControlPlane,
} from "../../../../stacks/control-planes/proxy-problems";

const proxies = (version: string, count = 1, revision = "default"): LiveProxy[] =>
  Array.from({ length: count }, (_, at) => ({ revision, pod: `payments/web-${at}`, version }));

/** What is wrong with 1.23.4 in the place of 1.22.8, or what else is wanted. */
function found(
  users: readonly LiveProxy[],
  wanted = "1.23.4",
  running = "1.22.8",
  before: readonly WantedControlPlane[] = [],
): string[] {
  const live = {
    cluster: "east",
    istiods: [],
    ledTo: [],
    serving: ["default"],
    servedBy: [{ revision: "default", version: running, installer: undefined }],
    readerOf: undefined,
    proxies: users,
  };
  const planes = [...before, { revision: "default", version: wanted }];
  return proxyProblems(planes, live, "istio-mesh:").map((one) => `${one.path}: ${one.message}`);
}

const restart =
  "restart them first, which gives them the version that runs now: kubectl rollout restart";

describe("proxies of a control plane that changes in place", () => {
  it("may be one minor version away from what it is to be", () => {
    for (const version of ["1.22.8", "1.23.4", "1.24.0"]) {
      assert.deepEqual(found(proxies(version)), []);
    }
  });

  it("have to be restarted before, if they would be further away", () => {
    assert.deepEqual(found([...proxies("1.21.6", 2), ...proxies("1.22.8")]), [
      `istio-mesh:mesh.version: 1.23.4 is more than one minor version from proxies of cluster "east": payments/web-0 (1.21.6), payments/web-1 (1.21.6); ${restart}`,
    ]);
  });

  it("also have to on the way back, and five of them are named", () => {
    assert.deepEqual(found(proxies("1.24.1", 7), "1.22.8", "1.23.4"), [
      `istio-mesh:mesh.version: 1.22.8 is more than one minor version from proxies of cluster "east": ${[0, 1, 2, 3, 4].map((at) => `payments/web-${at} (1.24.1)`).join(", ")} and 2 more; ${restart}`,
    ]);
  });

  it("are named by the key that says what it is to be", () => {
    const before = [{ revision: "1-22-8", version: "1.22.8" }];
    const [only] = found(proxies("1.21.6"), "1.23.4", "1.22.8", before);
    assert.match(
      only ?? "",
      /^istio-mesh:upgrade\.version: 1\.23\.4 is more than one minor version/,
    );
  });

  it("are nobody's business if it changes by a patch, if they are another's, or if nobody knows what they are", () => {
    assert.deepEqual(found(proxies("1.21.6"), "1.23.4", "1.23.3"), []);
    assert.deepEqual(found(proxies("1.21.6", 1, "other")), []);
    assert.deepEqual(found(proxies("mine")), []);
    assert.deepEqual(found([{ revision: "default", pod: "payments/web-0" }]), []);
  });
});
