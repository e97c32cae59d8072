import type { ConfigProblem } from "./config-error";
import type { ClusterAccess } from "./kubeconfig";
import { NotAllowed } from "./read-object";

/** A cluster that answers. */
export interface AskedCluster {
  readonly name: string;
  /** Where in the config it stands. */
  readonly path: string;
  readonly access: ClusterAccess;
}

/** What asking clusters has brought. */
export interface LiveFindings {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** Those of several clusters. */
export function allOf(found: readonly LiveFindings[]): LiveFindings {
  return {
    problems: found.flatMap((one) => one.problems),
    warnings: found.flatMap((one) => one.warnings),
  };
}

/**
 * What it means that a cluster could not be read: a problem, but for a preview that may not look, which is only told.
 * @param untold what the preview cannot tell then
 */
export function unread(
  { path, isPreview, untold }: { path: string; isPreview: boolean; untold: string },
  error: Error,
): LiveFindings {
  const { message } = error;
  return isPreview && error instanceof NotAllowed
    ? {
        problems: [],
        warnings: [
          {
            path,
            message: `${message}; up asks for it, this preview cannot tell whether ${untold}`,
          },
        ],
      }
    : { problems: [{ path, message }], warnings: [] };
}
