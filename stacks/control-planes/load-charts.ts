import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { ConfigProblem } from "../config-error";
import { exists } from "../exists";
import { planMesh } from "../mesh-plan";
import type { StackConfig } from "../schema";
import type { ChartArchive, ChartReference } from "./charts";

/** How long a repository may take to answer. */
const timeoutMs = 30_000;

/** https://helm.sh/docs/topics/chart_repository/#the-index-file */
const index = z.looseObject({
  entries: z.record(
    z.string(),
    z.array(z.looseObject({ version: z.string(), urls: z.array(z.string()).min(1) })),
  ),
});

/**
 * Has the charts of a config that are files of this machine: those that a digest is given of are compared with it, and
 * downloaded if they come from a repository. Where digests are given, each chart in use has to have one.
 * @param prefix the project's prefix in paths, such as `istio-mesh:`
 */
export async function loadCharts(config: StackConfig, prefix: string): Promise<ConfigProblem[]> {
  const { primaries, remotes } = planMesh(config);
  const references = [
    ...[...primaries, ...remotes].map(({ base }) => base),
    ...primaries.flatMap(({ controlPlanes }) => controlPlanes.map((one) => one.chart)),
    ...remotes.flatMap(({ controlPlanes }) => controlPlanes.map((one) => one.chart?.reference)),
  ].filter((one) => one !== undefined);
  const isPath = config.charts !== undefined && "path" in config.charts;
  const files = references.filter(
    ({ archive, unchecked }) => unchecked === undefined && (isPath || archive !== undefined),
  );
  const distinct = [...new Map(files.map((one) => [one.chart, one])).values()];
  const problems = await Promise.all(
    distinct.map((one) =>
      check(one).catch((error: unknown) => (error as NodeJS.ErrnoException).message),
    ),
  );
  return [
    ...uncheckedProblems(references, `${prefix}charts.digests`),
    ...problems.flatMap((message) =>
      message === undefined ? [] : [{ path: `${prefix}charts`, message }],
    ),
  ];
}

/** Whoever gives digests takes it that all is checked, the charts of a new version, too. */
function uncheckedProblems(references: readonly ChartReference[], path: string): ConfigProblem[] {
  const unchecked = references.flatMap((one) => one.unchecked ?? []);
  return [...new Set(unchecked.map((one) => one.version))].map((version) => {
    const names = unchecked.filter((one) => one.version === version).map((one) => one.name);
    return {
      path,
      message: `none for ${[...new Set(names)].join(", ")} of ${version}, which would go unchecked; give one for each chart in use, or take all out`,
    };
  });
}

/** What is wrong with a chart that is a file or a folder. */
async function check({ chart, archive }: ChartReference): Promise<string | undefined> {
  if (archive === undefined) {
    const isThere = await exists(path.join(chart, "Chart.yaml"));
    return isThere ? undefined : `there is no chart "${chart}", expected a folder with Chart.yaml`;
  }
  if (!(await exists(chart))) {
    if (archive.from === undefined) {
      return `there is no chart "${chart}", expected what helm package makes`;
    }
    await download(chart, archive.from);
  }
  const digest = `sha256:${createHash("sha256")
    .update(await fs.readFile(chart))
    .digest("hex")}`;
  if (digest === archive.digest) {
    return undefined;
  }
  if (archive.from === undefined) {
    return `"${chart}" is ${digest}, expected ${archive.digest}`;
  }
  // What was sent for it is not to be taken for it the next time.
  await fs.rm(chart);
  const { name, version, repository } = archive.from;
  return `${name} ${version} of ${repository} is ${digest}, expected ${archive.digest}`;
}

async function download(file: string, from: NonNullable<ChartArchive["from"]>): Promise<void> {
  const { repository, name, version } = from;
  const base = `${repository.replace(/\/$/, "")}/`;
  const listed = index.safeParse(parse((await get(new URL("index.yaml", base))).toString("utf8")));
  const [url] =
    listed.data?.entries[name]?.find((one) => one.version.replace(/^v/, "") === version)?.urls ??
    [];
  if (url === undefined) {
    throw new Error(`${repository} has no chart ${name} ${version}`);
  }
  const content = await get(new URL(url, base));
  await fs.mkdir(path.dirname(file), { recursive: true });
  // Another `up` may be at it as well.
  const partial = `${file}.${process.pid}`;
  await fs.writeFile(partial, content);
  await fs.rename(partial, file);
}

async function get(url: URL): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {
    throw new Error(`${url.href} cannot be reached`);
  });
  if (!response.ok) {
    throw new Error(`${url.href} answers ${response.status}`);
  }
  return Buffer.from(await response.arrayBuffer());
}
