import { z } from "zod";

const anHourMs = 3_600_000;
const milliseconds = z.int().min(1).max(anHourMs);

const targetSchema = z.strictObject({
  name: z.string().min(1).describe("Unique within the stream; the report says by it how it went."),
  protocol: z.enum(["http", "tcp", "grpc"]),
  address: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, "expected host:port such as 127.0.0.1:8080")
    .describe("Where to connect to."),
  authority: z
    .string()
    .min(1)
    .optional()
    .describe("Host header of HTTP, :authority of gRPC. Default: the address."),
});

/** What a stream is asked to be; times in milliseconds. */
export const streamRequestSchema = z.strictObject({
  id: z.string().min(1).describe("By which the stream is read and stopped."),
  intervalMs: milliseconds.describe("From the start of a request to the start of the next."),
  count: z.int().min(1).optional().describe("Requests per target. Default: until it is stopped."),
  timeoutMs: milliseconds.describe("How long an answer may take."),
  targets: z
    .array(targetSchema)
    .min(1)
    .refine(
      (targets) => new Set(targets.map((one) => one.name)).size === targets.length,
      "expected a name of its own for each target",
    ),
});

/** Requests to several targets, sent side by side. */
export type StreamRequest = z.infer<typeof streamRequestSchema>;

/** Where a stream's requests go. */
export type Target = z.infer<typeof targetSchema>;

export type Protocol = Target["protocol"];
