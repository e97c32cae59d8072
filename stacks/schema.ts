import { z } from "zod";
import { certificatesSchema } from "./certificates/schema";
import { clusterSchema } from "./cluster-schema";
import { dnsLabel } from "./dns-label";
import { eastWestGatewaySchema, gatewaySchema } from "./gateway-schema";
import { installers } from "./istio-versions";

export const meshSchema = z.strictObject({
  id: dnsLabel.describe("Istio's mesh ID."),
  version: z.string().describe("Istio version, such as 1.22.8."),
  installer: z.enum(installers).default("operator").describe("How the control plane is installed."),
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

/** A stack's config by key, without the project's prefix. */
export const stackSchema = z.strictObject({
  mesh: meshSchema,
  clusters: z.array(clusterSchema).min(1, "a mesh has at least one cluster"),
  certificates: certificatesSchema.prefault({}),
  eastWestGateway: eastWestGatewaySchema.prefault({}),
  gateways: z.array(gatewaySchema).default([]),
});

export type MeshConfig = z.infer<typeof meshSchema>;
export type StackConfig = z.infer<typeof stackSchema>;
