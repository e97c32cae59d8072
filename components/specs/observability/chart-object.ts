import { ownedByStack } from "../../ownership";

/** An object of a chart, as the chart renders it. */
export interface ChartObject {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

/** Kinds that are rolled out. */
const rolledOut = ["Deployment", "StatefulSet", "DaemonSet"];
/**
 * Kinds that need no wait: of Services the plugin lets 10 s pass to see them settle, and a volume may be bound only when
 * the pod that waits for it is there.
 */
const unawaited = ["Service", "PersistentVolumeClaim"];

/** An object of somebody else's chart as the stack makes it: it is the stack's, and knows how long it is waited for. */
export function adaptObject<T extends ChartObject>(object: T, timeoutSeconds: number): T {
  const { kind, metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        ...ownedByStack,
        // A chart's objects take no timeout from the chart's options.
        ...(rolledOut.includes(kind)
          ? { "pulumi.com/timeoutSeconds": String(timeoutSeconds) }
          : {}),
        ...(unawaited.includes(kind) ? { "pulumi.com/skipAwait": "true" } : {}),
      },
    },
  };
}
