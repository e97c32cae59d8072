import type { EchoAnswer } from "./answer";

/** How the requests to one target went so far. */
export interface TargetReport {
  /** Requests that ended, well or not: `arrived` and `failed` together. */
  readonly sent: number;
  readonly arrived: number;
  readonly failed: number;
  /** Answers by the cluster that gave them. */
  readonly servedBy: Readonly<Record<string, number>>;
  /** Answers by the SPIFFE identity that the server saw; those without one are in none. */
  readonly identities: Readonly<Record<string, number>>;
  /** Failures by what went wrong. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of those that arrived, the last 10,000, oldest first. */
  readonly latenciesMs: readonly number[];
  /** The last 50, oldest first. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  /** When it was known, in ISO format. */
  readonly at: string;
  readonly error: string;
}

const keptLatencies = 10_000;
const keptFailures = 50;

/** Counts what becomes of the requests to one target. */
export class Tally {
  private arrivals = 0;
  private readonly servedBy = new Map<string, number>();
  private readonly identities = new Map<string, number>();
  private readonly errors = new Map<string, number>();
  private readonly latenciesMs: number[] = [];
  private readonly failures: Failure[] = [];

  arrived({ cluster, identity }: EchoAnswer, latencyMs: number): void {
    this.arrivals += 1;
    count(this.servedBy, cluster);
    if (identity !== undefined) {
      count(this.identities, identity);
    }
    keep(this.latenciesMs, latencyMs, keptLatencies);
  }

  failed(error: string): void {
    count(this.errors, error);
    keep(this.failures, { at: new Date().toISOString(), error }, keptFailures);
  }

  report(): TargetReport {
    const failed = [...this.errors.values()].reduce((sum, one) => sum + one, 0);
    return {
      sent: this.arrivals + failed,
      arrived: this.arrivals,
      failed,
      servedBy: Object.fromEntries(this.servedBy),
      identities: Object.fromEntries(this.identities),
      errors: Object.fromEntries(this.errors),
      latenciesMs: [...this.latenciesMs],
      failures: [...this.failures],
    };
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Appends, and lets go of the oldest once there are more than `most`. */
function keep<T>(list: T[], one: T, most: number): void {
  list.push(one);
  if (list.length > most) {
    list.shift();
  }
}
