/** The part of an event that tells what went wrong; the scheduler's have `eventTime` and `series`, others `lastTimestamp` and `count`. */
interface Event {
  readonly metadata?: { readonly creationTimestamp?: string | null };
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string | null } | null;
}

export interface Events {
  readonly items?: readonly Event[];
}

/** What an event may be about. */
export interface Involved {
  readonly kind: "Deployment" | "ReplicaSet" | "Pod";
  readonly name: string;
}

/** More of them hide what matters. */
const most = 3;

/**
 * The newest events about any of these objects, each as `reason: message`, with how often it was seen if that is more
 * than once; at most three, the newest first.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function newestEvents({ items = [] }: Events, involved: readonly Involved[]): string[] {
  const about = items.filter(({ involvedObject: of }) =>
    involved.some(({ kind, name }) => of?.kind === kind && of.name === name),
  );
  const times = new Map<string, number>();
  // A text keeps the place at which it is met first: that of its newest event.
  for (const event of about.sort((a, b) => seenAt(b) - seenAt(a))) {
    const text = [event.reason, event.message].filter(Boolean).join(": ");
    times.set(text, (times.get(text) ?? 0) + (event.series?.count ?? event.count ?? 1));
  }
  return [...times]
    .slice(0, most)
    .map(([text, count]) => (count > 1 ? `${text} (${count} times)` : text));
}

/** When it was seen last, in ms; the oldest of all if it does not tell. */
function seenAt({ series, lastTimestamp, eventTime, metadata }: Event): number {
  const told = [series?.lastObservedTime, lastTimestamp, eventTime, metadata?.creationTimestamp];
  const time = Date.parse(told.find(Boolean) ?? "");
  return Number.isNaN(time) ? 0 : time;
}
