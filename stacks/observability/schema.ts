import { z } from "zod";
import { dashboardsSchema } from "./dashboards/schema";
import { kialiSchema } from "./kiali/schema";
import { logsSchema } from "./logs/schema";
import { metricsSchema } from "./metrics/schema";
import { providersSchema, telemetrySchema } from "./telemetry/schema";
import { tracesSchema } from "./traces/schema";

/** What is seen of a mesh. */
export const observabilitySchema = z.strictObject({
  providers: providersSchema.default({}),
  telemetry: z
    .array(telemetrySchema)
    .default([])
    .describe("What proxies report, and to which provider: Istio's Telemetry."),
  metrics: metricsSchema.optional().describe("How metrics are collected. Default: not at all."),
  dashboards: dashboardsSchema
    .optional()
    .describe("Dashboards of our own, for Grafana's sidecar. Default: none."),
  traces: tracesSchema
    .optional()
    .describe("A provider, what is sampled, and a collector on each cluster. Default: none."),
  logs: logsSchema
    .optional()
    .describe(
      "Access logs of proxies: they are on, and what each cluster has collects them. Default: as Istio has it.",
    ),
  kiali: kialiSchema
    .optional()
    .describe("One Kiali for the mesh. It asks metrics.query.url for metrics. Default: none."),
});

export type ObservabilityConfig = z.infer<typeof observabilitySchema>;
