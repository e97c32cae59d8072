import { z } from "zod";
import { dashboardsSchema } from "./dashboards/schema";
import { kialiSchema } from "./kiali/schema";
import { metricsSchema } from "./metrics/schema";
import { providersSchema, telemetrySchema } from "./telemetry/schema";

/** What is seen of a mesh. */
export const observabilitySchema = z.strictObject({
  providers: providersSchema.default({}),
  telemetry: z
    .array(telemetrySchema)
    .default([])
    .describe("What proxies report, and to which provider: Istio's Telemetry."),
  dashboards: dashboardsSchema
    .optional()
    .describe("Dashboards of our own, for Grafana's sidecar. Default: none."),
  kiali: kialiSchema
    .optional()
    .describe("One Kiali for the mesh. It asks metrics.query.url for metrics. Default: none."),
  metrics: metricsSchema.optional().describe("How metrics are collected. Default: not at all."),
});

export type ObservabilityConfig = z.infer<typeof observabilitySchema>;
