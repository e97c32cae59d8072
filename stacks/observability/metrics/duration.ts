import { z } from "zod";

/** Units from the longest to the shortest, each at most once, in seconds. */
const units = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 } as const;

const pattern = /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;

/** A time as Prometheus has it: https://prometheus.io/docs/prometheus/latest/configuration/configuration/ (`<duration>`) */
export const durationText = z
  .string()
  .regex(pattern, {
    error: "expected a duration such as 15s, 1m30s or 15d (units y, w, d, h, m, s, ms)",
    abort: true,
  })
  .refine((given) => seconds(given) > 0, "expected a duration that is longer than none");

export function seconds(duration: string): number {
  return [...duration.matchAll(/(\d+)(y|w|d|h|ms|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
}
