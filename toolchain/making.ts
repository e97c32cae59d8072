import type { Report } from "./reporter";

/** What one way of making a part gets from {@link build}, which cleans up after it. */
export interface Making {
  /** An empty folder to work in. */
  readonly folder: string;
  /** Where the binary goes; what lies beside it is kept, too. */
  readonly binary: string;
  readonly signal: AbortSignal;
  readonly report: Report;
}
