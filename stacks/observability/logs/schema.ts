import { z } from "zod";
import { dnsLabel } from "../../dns-label";
import { istioNamespace } from "../../istio-names";
import { labels } from "../../labels";
import { workloadSchema } from "../../workload-schema";
import { backendSchema, elasticsearchSchema } from "../backend";
import { chosenClusters } from "../chosen-clusters";
import { collectorImage } from "../collector-image";

const common = {
  clusters: chosenClusters.describe(
    "Clusters whose logs are collected, a primary with all its remotes. Default: all.",
  ),
};
const by = "By which collector of the cluster's.";
const { resources, nodeSelector, tolerations } = workloadSchema.shape;

const bkLog = z.strictObject({
  by: z.literal("bkLog").describe(by),
  ...common,
  dataId: z.int().min(1).describe("BlueKing's number of where the logs go."),
  namespace: dnsLabel
    .default(istioNamespace)
    .describe(
      "Where the BkLogConfig is made, for logs of all namespaces; it has to be there, or made for metrics or traces.",
    ),
  extMeta: z
    .record(z.string().regex(/^[^.]+$/, "expected a key without a dot"), z.string())
    .default({})
    .describe("What each line gets besides `cluster`, Istio's name of it."),
});

const openTelemetry = z.strictObject({
  by: z.literal("openTelemetry").describe(by),
  ...common,
  backend: backendSchema.describe("Where the logs go."),
  namespace: dnsLabel
    .default(istioNamespace)
    .describe(
      "Where the OpenTelemetryCollector is made; it has to be there, or made for metrics or traces.",
    ),
  image: collectorImage.describe(
    "A distribution with filelog and the exporter that `backend` needs.",
  ),
  resources: resources
    .default({
      requests: { cpu: "50m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "256Mi" },
    })
    .describe("Of the pod of each node; what is given stands for the default as a whole."),
  nodeSelector,
  tolerations,
});

const fluentBit = z.strictObject({
  by: z.literal("fluentBit").describe(by),
  ...common,
  elasticsearch: elasticsearchSchema
    .optional()
    .describe("Where the logs go. Default: an output of yours that matches istio-mesh.*."),
  namespace: dnsLabel
    .default("fluent")
    .describe("Where Fluent Bit runs, which reads the password's Secret there."),
  labels: labels
    .default({ "fluentbit.fluent.io/enabled": "true" })
    .describe("By which your ClusterFluentBitConfig selects what it is told."),
});

/** Which of them it is, `by` says; each cluster has its collector from elsewhere. */
export const logsSchema = z.discriminatedUnion("by", [bkLog, openTelemetry, fluentBit], {
  error: "expected by: bkLog, openTelemetry or fluentBit",
});

export type LogsConfig = z.infer<typeof logsSchema>;
