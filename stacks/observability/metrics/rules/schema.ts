import { z } from "zod";

/** Which rules there are, and from when on they warn. */
export const rulesSchema = z.strictObject({
  alerts: z.boolean().default(true).describe("Whether alerts are made."),
  recording: z
    .boolean()
    .default(true)
    .describe(
      "Whether workload:istio_* are made, the sums over pods that are meant for federation.",
    ),
  certificateDays: z
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe("How many days before its end a root or an intermediate is warned of."),
  pushSeconds: z
    .int()
    .min(1)
    // istiod's last bucket begins at 30 s: https://github.com/istio/istio/blob/1.22.0/pilot/pkg/xds/monitoring.go
    .max(29)
    .default(10)
    .describe("How many seconds a change may take until 99% of the proxies have it."),
});

export type RulesConfig = z.infer<typeof rulesSchema>;
