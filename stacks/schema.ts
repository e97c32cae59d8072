import { z } from "zod";
import { certificatesSchema } from "./certificates/schema";
import { clusterSchema } from "./cluster-schema";
import { chartsSchema, revisionName, tagsSchema, upgradeSchema } from "./control-planes/schema";
import { dnsLabel } from "./dns-label";
import { eastWestGatewaySchema, gatewaySchema } from "./gateway-schema";
import { installers } from "./istio-versions";
import { namespaceSchema } from "./namespaces/schema";
import { observabilitySchema } from "./observability/schema";
import { pullSecretSchema } from "./pull-secrets";
import { securitySchema } from "./security/schema";
import { tuningSchema } from "./tuning/schema";
import { versionText } from "./versions/schema";

/**
 * Host, port and path of an image's name: https://github.com/distribution/reference/blob/main/reference.go
 */
const hubPattern =
  /^[A-Za-z0-9]+([.-]+[A-Za-z0-9]+)*(:\d+)?(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$/;

export const meshSchema = z.strictObject({
  id: dnsLabel.describe("Istio's mesh ID."),
  version: versionText.describe("Istio version, such as 1.22.8."),
  revision: revisionName
    .optional()
    .describe(
      "Revision of the control plane, such as the one to which an upgrade has led. Default: none, which Istio calls default.",
    ),
  installer: z
    .enum(installers)
    .optional()
    .describe(
      "How the control plane is installed. Default: operator up to Istio 1.23, helm from 1.24 on.",
    ),
  hub: z
    .string()
    .regex(
      hubPattern,
      "expected a registry and path such as registry.example.org/istio, without https://, tag or / at the end",
    )
    .default("docker.io/istio")
    .describe("Registry and path of Istio's images."),
  pullSecrets: z
    .array(pullSecretSchema)
    .default([])
    .describe("By which the registry of `hub` lets images be pulled."),
  trustDomain: z
    .string()
    .regex(
      /^[a-z0-9._-]{1,255}$/,
      "expected a trust domain such as example.org (a-z, 0-9, ., - and _), without spiffe:// or a path",
    )
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
  tuning: tuningSchema
    .optional()
    .describe(
      "istiod and the proxies of the whole mesh. Each goes over what stands before it: Istio's defaults, these keys, these overlays, a cluster's `tuning`, its overlays.",
    ),
  charts: chartsSchema
    .optional()
    .describe("Where installer helm has Istio's charts from. Default: Istio's own repository."),
  upgrade: upgradeSchema
    .optional()
    .describe("A control plane beside the mesh's own, to which the mesh moves."),
  tags: tagsSchema.default({}),
  namespaces: z
    .array(namespaceSchema)
    .default([])
    .describe("Namespaces of yours, and which proxy their pods get."),
  security: securitySchema.prefault({}).describe("How strict the mesh is."),
  observability: observabilitySchema
    .prefault({})
    .describe("What is seen of the mesh. A part that is left out is off."),
});

export type MeshConfig = z.infer<typeof meshSchema>;
export type StackConfig = z.infer<typeof stackSchema>;
