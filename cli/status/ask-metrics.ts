import type { AskMetrics, Sample } from "./figures";

const timeoutMs = 10_000;

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: {
    readonly result?: readonly {
      readonly metric: Sample["metric"];
      readonly value: readonly [number, string];
    }[];
  };
}

/**
 * Asks a Prometheus, a Thanos querier or whatever speaks their API.
 * @param url of it, such as `http://thanos-query.monitoring:9090`
 */
export function metricsAt(url: string): AskMetrics {
  return async (query) => {
    const at = `${url.replace(/\/$/, "")}/api/v1/query`;
    const signal = AbortSignal.timeout(timeoutMs);
    const body = new URLSearchParams({ query });
    const response = await fetch(at, { method: "POST", body, signal }).catch((error: unknown) => {
      throw new Error(`${url} does not answer: ${reasonOf(error)}`);
    });
    const answer = (await response.json().catch(() => ({}))) as Answer;
    if (answer.status !== "success") {
      throw new Error(`${url} answers ${response.status}: ${answer.error ?? "no JSON of a query"}`);
    }
    return (answer.data?.result ?? []).map(({ metric, value }) => ({
      metric,
      value: Number(value[1]),
    }));
  };
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
