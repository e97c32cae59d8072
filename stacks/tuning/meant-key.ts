import type { z } from "zod";
import type { ConfigProblem } from "../config-error";
import { keyPaths } from "./key-paths";
import { nearest } from "./nearest";
import { tuningSchema } from "./schema";

/** More than these is no help. */
const fewest = 3;
/** A name within another tells something if it is as long. */
const telling = 6;

/**
 * Says of keys that a tuning does not know which were meant, wherever in the tuning those belong.
 * @param problems what is said of the issue, one for each of its keys
 */
export function withMeantKeys(
  issue: z.core.$ZodIssue,
  problems: readonly ConfigProblem[],
): readonly ConfigProblem[] {
  const [first, , third] = issue.path;
  const depth = first === "tuning" ? 1 : first === "clusters" && third === "tuning" ? 3 : undefined;
  if (issue.code !== "unrecognized_keys" || depth === undefined) {
    return problems;
  }
  const within = issue.path.slice(depth).map(String);
  return problems.map((one, at) => {
    const meant = meantPaths(issue.keys[at] ?? "", within);
    return meant.length === 0
      ? one
      : { ...one, message: `unknown key, did you mean ${meant.join(" or ")}` };
  });
}

/** Where keys of like names belong, from the tuning on; nowhere if there are too many. */
function meantPaths(given: string, within: readonly string[]): string[] {
  const paths = keyPaths(tuningSchema);
  const best = nearest(given, paths.map(nameOf));
  const like = paths.filter((path) =>
    best === undefined ? isWithin(given, nameOf(path)) : nameOf(path) === best,
  );
  const shared = (path: string) => {
    const steps = path.split(".");
    const differs = within.findIndex((step, at) => step !== steps[at]);
    return differs < 0 ? within.length : differs;
  };
  const most = Math.max(0, ...like.map(shared));
  const meant = like.filter((path) => shared(path) === most);
  return meant.length > fewest ? [] : meant;
}

function nameOf(path: string): string {
  return path.split(".").at(-1) ?? "";
}

function isWithin(given: string, name: string): boolean {
  const [short = "", long = ""] = [given.toLowerCase(), name.toLowerCase()].sort(
    (a, b) => a.length - b.length,
  );
  return short.length >= telling && long.includes(short);
}
