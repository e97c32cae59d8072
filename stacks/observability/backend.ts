import { z } from "zod";
import { httpUrl } from "./http-url";
import { secretSource } from "./secret";

const ca = secretSource
  .optional()
  .describe("Authorities of its certificate, PEM. Default: those that the collector's image has.");

const otlp = z
  .strictObject({
    endpoint: z
      .string()
      .regex(
        /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/,
        "expected HOST:PORT such as tempo.example.org:4317, without https://",
      )
      .describe("Where it takes OTLP by gRPC, HOST:PORT."),
    insecure: z.boolean().default(false).describe("Whether it is spoken to without TLS."),
    headers: z
      .record(
        z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/, "expected a header's name in lower case"),
        secretSource,
      )
      .default({})
      .describe("What is sent with each call, such as authorization."),
    ca,
  })
  .refine((one) => !one.insecure || one.ca === undefined, {
    path: ["ca"],
    error: "expected none with insecure: true, which asks for no certificate",
  });

export const elasticsearchSchema = z.strictObject({
  endpoints: z
    .array(httpUrl)
    .min(1, "expected one URL at least")
    .describe("URLs such as https://es.example.org:9200, asked in turn."),
  index: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,200}$/,
      "expected an index or a data stream (a-z, 0-9, ., _ and -)",
    )
    .optional()
    .describe("Index or data stream. Default: traces-generic-default, logs-generic-default."),
  user: z.string().min(1).describe("Who writes there."),
  password: secretSource.describe("The user's password."),
  ca,
});

/** Where a collector sends what it collects. */
export const backendSchema = z
  .strictObject({
    otlp: otlp
      .optional()
      .describe("Whatever takes OTLP: Jaeger, Tempo, another collector, a vendor's."),
    elasticsearch: elasticsearchSchema.optional().describe("Elasticsearch itself."),
  })
  .refine((one) => (one.otlp === undefined) !== (one.elasticsearch === undefined), {
    error: "expected { otlp } or { elasticsearch }, one of the two",
  });

export type BackendConfig = z.infer<typeof backendSchema>;
