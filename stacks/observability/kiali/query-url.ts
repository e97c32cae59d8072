import { z } from "zod";

const asked = z.object({ metrics: z.object({ query: z.object({ url: z.string().min(1) }) }) });

/** `metrics.query.url` of the key `observability`: the one address that everything asks for metrics. */
export function queryUrlOf(observability: unknown): string | undefined {
  return asked.safeParse(observability).data?.metrics.query.url;
}
