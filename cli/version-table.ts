import { styleText } from "node:util";
import { type Column, textTable } from "./text-table";
import type { ClusterVersion, VersionList, VersionRow } from "./version-list";

const news: readonly (readonly [text: string, holds: (row: VersionRow) => boolean])[] = [
  ["intermediate reload", (row) => row.reloadsIntermediates],
  ["root rotation", (row) => row.takesUpRoots],
  ["revisions of remotes", (row) => row.remotesFollowRevisions],
  ["Telemetry v1", (row) => row.telemetry.includes("v1")],
  ["externalIstiod value", (row) => row.externalIstiod === "value"],
  ["templated CRDs", (row) => row.templatesCrds],
  ["remote profile", (row) => row.helmRemote === "profile"],
];

/** Versions as text for people: the table, then known bugs, then clusters that have no place in it. */
export function versionTable({ versions, clusters }: VersionList, colour: boolean): string {
  const paint = (name: "green" | "cyan", text: string) =>
    // Who calls has asked the terminal.
    colour ? styleText(name, text, { validateStream: false }) : text;
  const places: Column<VersionRow>[] = [
    {
      head: "RUN BY",
      cell: (row) =>
        runBy(row, clusters)
          .map((one) => `${paint("green", "●")} ${one}`)
          .join("\n"),
      narrow: 24,
    },
    {
      head: "NEXT FOR",
      cell: ({ next }) => (next.length === 0 ? "" : `${paint("cyan", "○")} ${next.join(", ")}`),
      narrow: 18,
    },
  ];
  const columns: Column<VersionRow>[] = [
    { head: "ISTIO", cell: (row) => row.version },
    ...(clusters.length === 0 ? [] : places),
    { head: "INSTALLERS", cell: (row) => row.installers.join(", ") },
    { head: "KUBERNETES", cell: (row) => row.kubernetes.join("-") },
    { head: "END OF LIFE", cell: (row) => row.endOfLife ?? "-" },
    { head: "FIRST WITH", cell: (row) => firstWith(row, versions), narrow: 22 },
  ];
  return [textTable(columns, versions), ...bugLines(versions, clusters), ...problemLines(clusters)]
    .flat()
    .join("\n");
}

/** Clusters by what exactly they run, as in `1.22.8 east, west`. */
function runBy({ runs }: VersionRow, clusters: readonly ClusterVersion[]): string[] {
  const here = clusters.filter((one) => runs.includes(one.name));
  const exact = [...new Set(here.map((one) => one.version ?? ""))];
  return exact.map((version) => {
    const names = here.filter((one) => one.version === version).map((one) => one.name);
    return `${shortened(version)} ${names.join(", ")}`;
  });
}

/** Development builds are named after a whole commit. */
function shortened(version: string): string {
  return version.replace(/(-alpha\.[0-9a-f]{7})[0-9a-f]+$/, "$1");
}

function firstWith(row: VersionRow, versions: readonly VersionRow[]): string {
  const first = news.filter(([, holds]) => versions.findLast(holds) === row);
  return first.map(([text]) => text).join(", ");
}

function bugLines(versions: readonly VersionRow[], clusters: readonly ClusterVersion[]): string[] {
  const lines = versions
    .flatMap((row) => row.rotationBugs.map((bug) => [row.version, bug] as const))
    .map(([version, { issue, effect, fixedIn }]) => {
      const hit = clusters.filter((one) => one.rotationBugs.some((bug) => bug.issue === issue));
      const where = hit.length === 0 ? "" : `; affects ${hit.map((one) => one.name).join(", ")}`;
      return `${version} before ${fixedIn}: ${effect}${where}\n  ${issue}`;
    });
  return lines.length === 0 ? [] : ["", ...lines];
}

function problemLines(clusters: readonly ClusterVersion[]): string[] {
  const lines = clusters.flatMap(({ name, problem }) => (problem ? [`${name}: ${problem}`] : []));
  return lines.length === 0 ? [] : ["", ...lines];
}
