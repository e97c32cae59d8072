import { isIP } from "node:net";
import { z } from "zod";
import { dnsLabel } from "./dns-label";
import { istioNamespace } from "./istio-names";
import { annotations, labels } from "./labels";
import { workloadSchema } from "./workload-schema";

const rangeExpected = "expected an address range such as 10.0.0.0/8";

const ipRange = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, { error: rangeExpected, abort: true })
  .refine(isRange, rangeExpected);

const { shape } = workloadSchema;

/**
 * How every gateway is tuned, with the defaults of Istio's own chart.
 * Source: https://github.com/istio/istio/blob/master/manifests/charts/gateway/values.yaml
 */
const tuningSchema = z.strictObject({
  ...shape,
  minReplicas: shape.minReplicas.default(1),
  maxReplicas: shape.maxReplicas.default(5),
  targetCpuUtilization: shape.targetCpuUtilization.default(80),
  resources: shape.resources.default({
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "2", memory: "1Gi" },
  }),
  disruptionBudget: shape.disruptionBudget.default({ maxUnavailable: 1 }),
});

export const eastWestGatewaySchema = z.strictObject({
  sourceRanges: z
    .array(ipRange)
    .default([])
    .describe("Addresses that may connect to east-west gateways. Default: all."),
  serviceAnnotations: annotations
    .default({})
    .describe(
      "Annotations of the gateways' Services, such as those that ask for an internal load balancer.",
    ),
  ...tuningSchema.shape,
});

const portNumber = z.int().min(1).max(65535);

const portSchema = z.strictObject({
  name: dnsLabel.describe("Name of the port, such as http2."),
  port: portNumber.describe("Port of the Service."),
  targetPort: portNumber
    .optional()
    .describe("Port on which the proxy listens. Default: the same as `port`."),
  nodePort: portNumber
    .optional()
    .describe(
      "Port of every node, for LoadBalancer and NodePort. Default: Kubernetes chooses, from 30000 to 32767 unless its API server is told otherwise.",
    ),
});

const serviceSchema = z.strictObject({
  type: z
    .enum(["LoadBalancer", "ClusterIP", "NodePort"])
    .optional()
    .describe("Default: LoadBalancer for ingress, ClusterIP for egress."),
  annotations: annotations
    .default({})
    .describe("Annotations of the Service, such as those that ask for an internal load balancer."),
  sourceRanges: z
    .array(ipRange)
    .default([])
    .describe("Addresses that may connect, for LoadBalancer. Default: all."),
  externalTrafficPolicy: z
    .enum(["Cluster", "Local"])
    .optional()
    .describe(
      "Local keeps clients' addresses and goes to pods of the same node only, for LoadBalancer and NodePort. Default: Cluster.",
    ),
});

/** A gateway for what enters the mesh or leaves it. */
export const gatewaySchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
      "expected a name of a Service (at most 63 of a-z, 0-9 and -, with a letter first and no - last)",
    )
    .describe("Name of all its objects, and of its identity: the service account."),
  kind: z
    .enum(["ingress", "egress"])
    .describe("For what enters the mesh, or for what leaves it; a matter of defaults."),
  namespace: dnsLabel
    .default(istioNamespace)
    .describe(
      "Where it runs. Any other than istio-system the stack makes, and deletes with all that is in it.",
    ),
  clusters: z
    .array(z.string())
    .min(1, "a gateway is on one cluster at least, leave it out for all")
    .optional()
    .describe("Clusters that have it. Default: all."),
  ports: z
    .array(portSchema)
    .min(1, "a gateway has one port at least, leave it out for those of its kind")
    .optional()
    .describe(
      "Ports of its Service. Default: http2 (80 to 8080) and https (443 to 8443), before them for ingress status-port (15021).",
    ),
  labels: labels
    .refine((given) => Object.keys(given).length > 0, {
      error: "expected one label at least, leave it out for that of its kind",
    })
    .optional()
    .describe(
      "By which Gateway resources select its pods. Default: istio: ingressgateway, or istio: egressgateway.",
    ),
  service: serviceSchema.prefault({}).describe("How it is reached."),
  ...tuningSchema.shape,
});

export type GatewayTuning = z.infer<typeof tuningSchema>;
export type EastWestGatewayConfig = z.infer<typeof eastWestGatewaySchema>;
export type GatewayConfig = z.infer<typeof gatewaySchema>;

/** An IPv4 or IPv6 address with how many of its bits count. */
function isRange(given: string): boolean {
  const [address = "", bits = ""] = given.split("/");
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}
