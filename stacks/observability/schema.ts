import { z } from "zod";
import { providersSchema, telemetrySchema } from "./telemetry/schema";
import { tracesSchema } from "./traces/schema";

/** What is seen of a mesh. */
export const observabilitySchema = z.strictObject({
  providers: providersSchema.default({}),
  telemetry: z
    .array(telemetrySchema)
    .default([])
    .describe("What proxies report, and to which provider: Istio's Telemetry."),
  traces: tracesSchema
    .optional()
    .describe("Traces: a provider, what is sampled, and a collector on each cluster."),
});

export type ObservabilityConfig = z.infer<typeof observabilitySchema>;
