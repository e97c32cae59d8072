import { z } from "zod";
import { metricsSchema } from "./metrics/schema";
import { providersSchema, telemetrySchema } from "./telemetry/schema";

/** What is seen of a mesh. */
export const observabilitySchema = z.strictObject({
  providers: providersSchema.default({}),
  telemetry: z
    .array(telemetrySchema)
    .default([])
    .describe("What proxies report, and to which provider: Istio's Telemetry."),
  metrics: metricsSchema.optional().describe("How metrics are collected. Default: not at all."),
});

export type ObservabilityConfig = z.infer<typeof observabilitySchema>;
