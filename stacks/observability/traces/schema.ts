import { z } from "zod";
import { dnsLabel } from "../../dns-label";
import { labels } from "../../labels";
import { workloadSchema } from "../../workload-schema";
import { backendSchema } from "../backend";
import { chosenClusters } from "../chosen-clusters";
import { collectorImage } from "../collector-image";
import { defaultCollectorNamespace } from "./plan";

const samplingPercentage = z.number().min(0).max(100);

const tag = z
  .strictObject({
    literal: z.string().optional().describe("A fixed value."),
    header: z.string().min(1).optional().describe("The value of this header of the request."),
    environment: z
      .string()
      .min(1)
      .optional()
      .describe("The value of this environment variable of the proxy."),
    default: z
      .string()
      .optional()
      .describe("Value where the header or the variable is not there. Default: no tag."),
  })
  .refine(
    ({ literal, header, environment }) =>
      [literal, header, environment].filter((one) => one !== undefined).length === 1,
    "expected { literal }, { header } or { environment }, one of the three",
  )
  .refine((one) => one.literal === undefined || one.default === undefined, {
    path: ["default"],
    error: "expected none with literal, which is always there",
  });

const { resources, nodeSelector, tolerations, topologySpreadConstraints } = workloadSchema.shape;

/**
 * One that is there and one of the stack's own in one object, so that each slip in it is named by itself; which of the
 * two it is, `service` says.
 */
const collectorSchema = z.strictObject({
  service: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/,
      "expected a full name such as collector.observability.svc.cluster.local",
    )
    .optional()
    .describe(
      "A collector that each cluster has already: its Service's full name, on all the same.",
    ),
  port: z
    .int()
    .min(1)
    .max(65535)
    .default(4317)
    .describe("Where that one takes OTLP by gRPC, with `service`."),
  image: collectorImage.describe(
    "The stack's own collector: a distribution with the exporter that `backend` needs.",
  ),
  namespace: dnsLabel
    .default(defaultCollectorNamespace)
    .describe("Where it runs. Any other than istio-system the stack makes, and deletes with all."),
  replicas: z
    .int()
    .min(1)
    .default(1)
    .describe("Its pods, on each cluster. Of two or more one stays while nodes are drained."),
  resources: resources
    .default({
      requests: { cpu: "100m", memory: "256Mi" },
      limits: { cpu: "1", memory: "512Mi" },
    })
    .describe("Of each pod; what is given stands for the default as a whole."),
  nodeSelector,
  tolerations,
  topologySpreadConstraints,
});

/** Keys of a collector that is there already; all others are for one of the stack's own. */
export const existingKeys: readonly string[] = ["service", "port"];

/** Source: https://istio.io/latest/docs/reference/config/telemetry/#Tracing */
export const tracesSchema = z.strictObject({
  clusters: chosenClusters.describe(
    "Clusters that are traced, a primary with all its remotes. Default: all.",
  ),
  samplingPercentage: samplingPercentage
    .default(1)
    .describe("Of the requests that enter the mesh, how many are traced."),
  tags: z
    .record(z.string().min(1), tag)
    .default({})
    .describe("What spans have besides: Istio's customTags."),
  namespaces: z
    .array(
      z.strictObject({
        namespace: dnsLabel.describe("Whose workloads are sampled otherwise."),
        selector: labels
          .refine((given) => Object.keys(given).length > 0, "expected one label at least")
          .optional()
          .describe("Labels that a pod has to have. Default: all of the namespace."),
        clusters: chosenClusters.describe(
          "Primaries, for their remotes' workloads as well. Default: all that are traced.",
        ),
        samplingPercentage: samplingPercentage.describe(
          "Of the requests that begin at those workloads, how many are traced.",
        ),
      }),
    )
    .default([])
    .describe("Namespaces and workloads that are sampled otherwise."),
  collector: collectorSchema
    .prefault({})
    .describe("What takes spans from proxies: one that is there, or one of the stack's own."),
  backend: backendSchema
    .optional()
    .describe("Where the stack's own collector sends them; Jaeger takes OTLP."),
});

export type TracesConfig = z.infer<typeof tracesSchema>;
export type CollectorConfig = z.infer<typeof collectorSchema>;
export type TagConfig = TracesConfig["tags"][string];
