import { z } from "zod";
import { logsSchema } from "./logs/schema";
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
  logs: logsSchema
    .optional()
    .describe("Access logs of proxies: they are on, and what each cluster has collects them."),
});

export type ObservabilityConfig = z.infer<typeof observabilitySchema>;
