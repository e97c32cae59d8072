import { z } from "zod";
import { workloadSchema } from "../workload-schema";
import { isObject } from "./json";

const workload = workloadSchema.shape;

const scopes = "(?:[a-z][-a-z]*:)?(?:none|fatal|error|warn|info|debug)";
const duration = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

/** istiod itself; all of it is optional, what is left out is Istio's own default. */
const istiodSchema = z.strictObject({
  minReplicas: workload.minReplicas.describe("Least number of pods. Istio's default: 1."),
  maxReplicas: workload.maxReplicas.describe(
    "Largest number of pods; where it equals `minReplicas` there is no autoscaler. Istio's default: 5.",
  ),
  targetCpuUtilization: workload.targetCpuUtilization.describe(
    "Percent of the requested CPU that the autoscaler aims at. Istio's default: 80.",
  ),
  resources: workload.resources.describe(
    "Of each pod, merged with Istio's default: requests of 500m CPU and 2Gi memory, no limits.",
  ),
  nodeSelector: workload.nodeSelector,
  tolerations: workload.tolerations,
  topologySpreadConstraints: workload.topologySpreadConstraints,
  disruptionBudget: z
    .boolean()
    .optional()
    .describe(
      "Whether one pod has to stay while nodes are drained; with one replica a drain then waits for ever. Istio's default: true.",
    ),
  env: z
    .record(
      z.string().regex(/^[A-Z_][A-Z0-9_]*$/, "expected a name such as PILOT_HTTP10"),
      z.string(),
    )
    .optional()
    .describe("Environment variables of istiod, such as PILOT_HTTP10, as texts."),
  logLevel: z
    .string()
    .regex(
      new RegExp(`^${scopes}(?:,${scopes})*$`),
      "expected a level (none, fatal, error, warn, info, debug), or scopes such as ads:debug,default:info",
    )
    .optional()
    .describe("Of istiod, and of the agent beside each proxy. Istio's default: info."),
});

/** Proxies; pods have it from when they are injected next. */
const proxySchema = z.strictObject({
  resources: workload.resources.describe(
    "Of each sidecar, merged with Istio's default: requests of 100m CPU and 128Mi memory, limits of 2 CPUs and 1Gi.",
  ),
  logLevel: z
    .enum(["trace", "debug", "info", "warning", "error", "critical", "off"])
    .optional()
    .describe("Of Envoy. Istio's default: warning."),
  concurrency: z
    .int()
    .min(0)
    .optional()
    .describe("Worker threads; 0 is one for each core. Istio's default: by the CPU limit."),
  holdApplicationUntilProxyStarts: z
    .boolean()
    .optional()
    .describe(
      "Whether a pod's own containers wait until its proxy is ready. Istio's default: false.",
    ),
  terminationDrainDuration: z
    .string()
    .regex(duration, "expected a duration such as 5s")
    .optional()
    .describe(
      "How long a proxy that is told to stop serves what it has begun. Istio's default: 5s.",
    ),
});

const accessLogSchema = z.union(
  [
    z.boolean(),
    z
      .strictObject({
        file: z.string().min(1).default("/dev/stdout").describe("Where proxies write it."),
        encoding: z.enum(["TEXT", "JSON"]).default("TEXT").describe("How each line is written."),
        format: z
          .string()
          .min(1)
          .optional()
          .describe("Envoy's format; of JSON, an object as a text. Default: Istio's."),
      })
      .refine((log) => log.encoding !== "JSON" || !log.format || isJsonObject(log.format), {
        path: ["format"],
        error: `expected a JSON object as a text with encoding: JSON, such as '{"path":"%REQ(:PATH)%"}'`,
      }),
  ],
  "expected true, false or { file, encoding: TEXT or JSON, format }",
);

const dnsCaptureSchema = z.union(
  [
    z.boolean(),
    z.strictObject({
      autoAllocate: z
        .boolean()
        .describe(
          "Whether a ServiceEntry without an address gets one, so that TCP can be told apart.",
        ),
    }),
  ],
  "expected true, false or { autoAllocate }",
);

/** What is tuned, mesh-wide or for the istiod of one cluster and all proxies that it serves. */
export const tuningSchema = z.strictObject({
  istiod: istiodSchema.optional().describe("istiod itself."),
  proxy: proxySchema.optional().describe("Proxies that are injected from now on."),
  outboundTraffic: z
    .enum(["ALLOW_ANY", "REGISTRY_ONLY"])
    .optional()
    .describe(
      "What proxies do with calls to hosts that the mesh does not know. Istio's default: ALLOW_ANY.",
    ),
  accessLog: accessLogSchema
    .optional()
    .describe(
      "Whether proxies log each call; `true` is lines of text on stdout. Istio's default: false.",
    ),
  dnsCapture: dnsCaptureSchema
    .optional()
    .describe("Whether proxies answer their pods' DNS queries. Istio's default: false."),
  overlays: z
    .array(
      z.union(
        [z.string(), z.record(z.string(), z.unknown())],
        "expected an object, a JSON text or { file }",
      ),
    )
    .default([])
    .describe(
      "Parts of an IstioOperator's spec, put over the keys above in this order: objects, JSON texts, or `{ file }`, YAML or JSON beside the stack file. Objects are merged, lists and scalars replace, null removes.",
    ),
});

export type TuningConfig = z.infer<typeof tuningSchema>;
export type IstiodConfig = z.infer<typeof istiodSchema>;
export type Overlay = TuningConfig["overlays"][number];

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
