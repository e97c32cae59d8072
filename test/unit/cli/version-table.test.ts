import assert from "node:assert/strict";
import { listVersions, type VersionOutputs } from "../../../cli/version-list";
import { versionTable } from "../../../cli/version-table";

const primary = (istiodVersion: string) => ({ role: "primary", istiodVersion });
const edge = { role: "remote", controlPlane: { primary: "east" } };

const lines = (clusters: VersionOutputs["clusters"], colour = false): string[] =>
  versionTable(listVersions(clusters), colour).split("\n");

const bugs = [
  "1.30 before 1.30.3: istiod takes up a changed remote secret only when it is restarted",
  "  https://github.com/istio/istio/issues/60612",
  "1.30 before 1.30.4: a changed remote secret can lose the gateways of the cluster's network",
  "  https://github.com/istio/istio/issues/60920",
  "1.30 before 1.30.4: a changed remote secret can wipe the cluster's endpoints",
  "  https://github.com/istio/istio/issues/61043",
  "1.29 before 1.29.3: a changed remote secret can stop istiod from reading other clusters",
  "  https://github.com/istio/istio/issues/59875",
];

describe("the table of Istio versions for people", () => {
  it("has a line for each and the known bugs below, no places while there are no clusters", () => {
    assert.deepEqual(lines({}), [
      "ISTIO  INSTALLERS      KUBERNETES  END OF LIFE  FIRST WITH",
      "1.30   helm            1.32-1.36   -",
      "1.29   helm            1.31-1.35   -",
      "1.28   helm            1.30-1.34   2026-07-01",
      "1.27   helm            1.29-1.33   2026-04-07",
      "1.26   helm            1.29-1.33   2025-12-22",
      "1.25   helm            1.29-1.32   2025-09-30",
      "1.24   helm            1.28-1.31   2025-06-24   templated CRDs, remote profile",
      "1.23   operator, helm  1.27-1.30   2025-04-16   externalIstiod value",
      "1.22   operator, helm  1.27-1.30   2025-01-22   Telemetry v1",
      "1.21   operator, helm  1.26-1.29   2024-09-27   revisions of remotes",
      "1.20   operator, helm  1.25-1.29   2024-06-25   root rotation",
      "1.19   operator, helm  1.25-1.28   2024-04-24",
      "1.18   operator, helm  1.24-1.27   2024-01-04   intermediate reload",
      "1.17   operator, helm  1.23-1.26   2023-10-27",
      "1.16   operator, helm  1.22-1.25   2023-07-25",
      "",
      ...bugs,
    ]);
  });

  it("marks what each cluster runs and could go to, by what exactly it runs", () => {
    const found = lines({ east: primary("1.22.8"), edge, west: primary("1.22.7") });
    assert.deepEqual(
      [found[0], ...found.slice(8, 12)],
      [
        "ISTIO  RUN BY               NEXT FOR            INSTALLERS      KUBERNETES  END OF LIFE  FIRST WITH",
        "1.23                        ○ east, edge, west  operator, helm  1.27-1.30   2025-04-16   externalIstiod value",
        "1.22   ● 1.22.8 east, edge                      operator, helm  1.27-1.30   2025-01-22   Telemetry v1",
        "       ● 1.22.7 west",
        "1.21                                            operator, helm  1.26-1.29   2024-09-27   revisions of remotes",
      ],
    );
  });

  it("shows as much of a development build's commit as people do", () => {
    const commit = "55f12a68b4f9d61acf1e0dbe4b6b3b0dd3d0b0b6";
    const found = lines({ west: primary(`1.22-alpha.${commit}`) });
    assert.match(found[9] ?? "", /^1\.22 {3}● 1\.22-alpha\.55f12a6 west {2}/);
  });

  it("goes on in another line where it were wider than 120, and cuts no name", () => {
    const names = Array.from({ length: 8 }, (_, at) => `cluster-number-${at}`);
    const found = lines(Object.fromEntries(names.map((name) => [name, primary("1.22.8")])));
    assert.ok(found.every((line) => line.length <= 120));
    const running = found.join("\n").match(/cluster-number-\d/g);
    assert.deepEqual([...(running ?? [])].sort(), [...names, ...names].sort());
  });

  it("names the clusters that a known bug affects", () => {
    const found = lines({ east: primary("1.30.3"), west: primary("1.30.4") });
    assert.deepEqual(
      found.filter((line) => line.startsWith("1.30 before")),
      [
        "1.30 before 1.30.3: istiod takes up a changed remote secret only when it is restarted",
        "1.30 before 1.30.4: a changed remote secret can lose the gateways of the cluster's network; affects east",
        "1.30 before 1.30.4: a changed remote secret can wipe the cluster's endpoints; affects east",
      ],
    );
  });

  it("ends with the clusters of which it knows no version", () => {
    const found = lines({ east: primary("1.22.8"), west: { role: "primary" } });
    assert.deepEqual(found.slice(-2), ["", "west: unknown, the primary is in maintenance"]);
    assert.equal(lines({ east: primary("1.22.8") }).at(-1), bugs.at(-1));
  });

  it("has its marks in green and cyan, if colours are wanted", () => {
    const found = lines({ east: primary("1.22.8") }, true);
    assert.match(found[8] ?? "", /^1\.23 +\u001b\[36m○\u001b\[39m east {2}/);
    assert.match(found[9] ?? "", /^1\.22 {3}\u001b\[32m●\u001b\[39m 1\.22\.8 east {2}/);
    assert.equal(found[10]?.includes("\u001b"), false);
  });
});
