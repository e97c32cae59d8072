import { z } from "zod";
import { installers } from "./istio-versions";

const dnsLabelPattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A DNS-1123 label: Istio and Kubernetes allow nothing else for the names that become parts of object names. */
const dnsLabel = z
  .string()
  .regex(
    dnsLabelPattern,
    "expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends)",
  );

const ipRange = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, "expected an address range such as 10.0.0.0/8");

const kubeconfigContext = {
  context: z
    .string()
    .min(1)
    .optional()
    .describe("Context to use. Default: the kubeconfig's current context."),
  allowExec: z
    .array(z.string().min(1))
    .optional()
    .describe(
      "Commands that the kubeconfig may run to sign in, such as `aws`. Default: none is allowed.",
    ),
};

const kubeconfig = z.union(
  [
    z.strictObject({
      path: z.string().min(1).describe("File, relative to the project."),
      ...kubeconfigContext,
    }),
    z.strictObject({
      secret: z
        .string()
        .min(1)
        .describe("Secret config key of this project that holds the kubeconfig."),
      ...kubeconfigContext,
    }),
    z.strictObject({
      stack: z
        .string()
        .min(1)
        .describe("Stack whose output is the kubeconfig, as org/project/stack."),
      output: z.string().min(1).describe("Name of that output."),
      ...kubeconfigContext,
    }),
    z.strictObject({
      context: z
        .string()
        .min(1)
        .describe("Context of the kubeconfig in KUBECONFIG, or else ~/.kube/config."),
      allowExec: kubeconfigContext.allowExec,
    }),
  ],
  "expected { path }, { secret }, { stack, output } or { context }, each a text, and besides only context and allowExec (a list)",
);

export const clusterSchema = z.strictObject({
  name: dnsLabel.describe(
    "Istio's name of the cluster; also in secrets, certificates and resource names.",
  ),
  network: dnsLabel
    .optional()
    .describe(
      "Clusters whose pods reach each other directly share one. Default: `name` for a mesh of one.",
    ),
  kubeconfig: kubeconfig.describe("How to reach the cluster as its administrator."),
  primary: z
    .string()
    .optional()
    .describe("Cluster whose istiod serves this one. Default: itself, which makes it a primary."),
});

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

export const certificatesSchema = z.strictObject({
  algorithm: z
    .enum(["ECDSA", "RSA"])
    .default("ECDSA")
    .describe("P-256, or 4096 bits, for root and intermediates."),
  rootValidityDays: z
    .int()
    .min(1)
    .max(36500)
    .default(3650)
    .describe("Lifetime of the mesh's root."),
  intermediateValidityDays: z
    .int()
    .min(1)
    .max(36500)
    .default(730)
    .describe("Lifetime of each cluster's intermediate; it must not outlive the root."),
  protect: z
    .boolean()
    .default(true)
    .describe("Refuse to delete the root. The mesh cannot get its identities back without it."),
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

export type ClusterConfig = z.infer<typeof clusterSchema>;
export type MeshConfig = z.infer<typeof meshSchema>;
export type CertificatesConfig = z.infer<typeof certificatesSchema>;
export type EastWestGatewayConfig = z.infer<typeof eastWestGatewaySchema>;
export type StackConfig = z.infer<typeof stackSchema>;
export type KubeconfigSource = ClusterConfig["kubeconfig"];
