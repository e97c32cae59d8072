import { z } from "zod";
import { certificatesSchema } from "./certificates/schema";
import { clusterSchema } from "./cluster-schema";
import { dnsLabel } from "./dns-label";
import { installers } from "./istio-versions";

const ipRange = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, "expected an address range such as 10.0.0.0/8");

export const meshSchema = z.strictObject({
  id: dnsLabel.describe("Istio's mesh ID."),
  version: z.string().describe("Istio version, such as 1.22.8."),
  installer: z
    .enum(installers)
    .optional()
    .describe(
      "How the control plane is installed. Default: operator up to Istio 1.23, helm from 1.24 on.",
    ),
  hub: z
    .string()
    .min(1)
    .default("docker.io/istio")
    .describe("Registry and path of Istio's images."),
  trustDomain: z
    .string()
    .min(1)
    .default("cluster.local")
    .describe("Root of all workload identities."),
  readyTimeoutSeconds: z
    .int()
    .min(10)
    .max(3600)
    .default(300)
    .describe("How long a control plane or a gateway may take to roll out."),
});

export const eastWestGatewaySchema = z.strictObject({
  sourceRanges: z
    .array(ipRange)
    .default([])
    .describe("Addresses that may connect to east-west gateways. Default: all."),
  serviceAnnotations: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      "Annotations of the gateways' Services, such as those that ask for an internal load balancer.",
    ),
  minReplicas: z.int().min(1).default(1).describe("Least number of pods of each gateway."),
  maxReplicas: z.int().min(1).default(5).describe("Largest number of pods of each gateway."),
});

/** A stack's config by key, without the project's prefix. */
export const stackSchema = z.strictObject({
  mesh: meshSchema,
  clusters: z.array(clusterSchema).min(1, "a mesh has at least one cluster"),
  certificates: certificatesSchema.prefault({}),
  eastWestGateway: eastWestGatewaySchema.prefault({}),
});

export type MeshConfig = z.infer<typeof meshSchema>;
export type EastWestGatewayConfig = z.infer<typeof eastWestGatewaySchema>;
export type StackConfig = z.infer<typeof stackSchema>;
