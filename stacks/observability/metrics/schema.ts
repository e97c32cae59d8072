import { z } from "zod";
import { dnsLabel } from "../../dns-label";
import { labels } from "../../labels";
import { memoryQuantity } from "../../quantity";
import { chartPlaceSchema } from "../chart-place";
import { chosenClusters } from "../chosen-clusters";
import { httpUrl } from "../http-url";
import { secretSource } from "../secret";
import { prometheusChart } from "./chart";
import { durationText, seconds } from "./duration";
import { rulesSchema } from "./rules/schema";

const remoteWriteSchema = z
  .strictObject({
    url: httpUrl.describe(
      "Where a store takes samples, such as https://mimir.example.org/api/v1/push.",
    ),
    name: dnsLabel.optional().describe("Name of it in Prometheus' own metrics and log."),
    basicAuth: z
      .strictObject({
        username: z.string().min(1).describe("The user."),
        password: secretSource.describe("The password."),
      })
      .optional()
      .describe("User and password that the store asks for."),
    bearerToken: secretSource.optional().describe("Token that the store asks for."),
  })
  .refine(
    ({ basicAuth, bearerToken }) => basicAuth === undefined || bearerToken === undefined,
    "expected basicAuth or bearerToken, not both",
  );

const thanosSchema = z.strictObject({
  image: z
    .string()
    .min(1)
    .default("quay.io/thanos/thanos:v0.42.5")
    .describe("Image of the sidecar."),
  objectStore: secretSource
    .optional()
    .describe(
      "Where it uploads blocks: Thanos' own YAML (type and config). Default: nowhere, a querier asks the sidecar only.",
    ),
});

/** https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus */
const chartSchema = chartPlaceSchema(
  prometheusChart,
  "https://prometheus-community.github.io/helm-charts",
  "29.27.0",
);

/** Labels by which rules and all that reads goes, or that tell two series apart. */
const kept = ["__name__", "cluster", "job", "instance", "namespace", "pod", "app", "le"];

const dropSchema = z.strictObject({
  metrics: z
    .array(z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "expected the name of a metric"))
    .default([])
    .describe("Metrics of proxies that are not kept, by name."),
  labels: z
    .array(
      z
        .string()
        .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "expected the name of a label")
        .refine((name) => !kept.includes(name), `expected none of ${kept.join(", ")}`),
    )
    .default([])
    .describe(
      "Labels that metrics of proxies lose. Series that are the same without them collide.",
    ),
});

/** How a mesh's metrics are collected. What is for the other `by` is refused, not passed over. */
export const metricsSchema = z.strictObject({
  clusters: chosenClusters.describe("Clusters whose metrics are collected. Default: all."),
  by: z
    .enum(["operator", "chart", "none"])
    .default("none")
    .describe(
      "operator: by the Prometheus Operator that a cluster has. chart: by a Prometheus of its own for each cluster, from its Helm chart. Default: none, somebody else sees to it, and query says where metrics are.",
    ),
  interval: durationText
    .refine(
      (given) => seconds(given) >= 1 && seconds(given) <= 120,
      "expected 1s to 2m, for rules look back 5m and need several samples",
    )
    .default("15s")
    .describe("How often each target is asked."),
  labels: labels
    .default({})
    .describe(
      "operator: by which its Prometheus selects monitors and rules, such as release: prometheus.",
    ),
  chart: chartSchema.prefault({ version: "29.27.0" }).describe("chart: where it comes from."),
  namespace: dnsLabel
    .optional()
    .describe(
      "operator: where monitors and rules go; default istio-system. chart: a namespace that the stack makes, and deletes with all that is in it; default istio-monitoring.",
    ),
  retention: durationText.default("15d").describe("chart: how long samples are kept."),
  storage: memoryQuantity
    .optional()
    .describe("chart: size of a volume for samples. Default: none, a new pod begins anew."),
  rules: rulesSchema.prefault({}).describe("What is computed and watched."),
  alertmanagers: z
    .array(httpUrl)
    .default([])
    .describe("chart: who is told of alerts, by URL. Default: nobody, they are seen only."),
  remoteWrite: z
    .array(remoteWriteSchema)
    .default([])
    .describe("chart: stores to which all samples go, too."),
  thanos: thanosSchema
    .optional()
    .describe("chart: Thanos' sidecar beside Prometheus, for a querier of yours. Default: none."),
  drop: dropSchema
    .prefault({})
    .describe("What is not kept of proxies' metrics. Default: all is kept."),
  query: z
    .strictObject({
      url: httpUrl.describe(
        "Of a Prometheus, or of what answers like one, such as a Thanos querier.",
      ),
    })
    .optional()
    .describe("Where the metrics of all clusters are asked for."),
});

export type MetricsConfig = z.infer<typeof metricsSchema>;
