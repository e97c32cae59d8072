import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { intermediateSchema } from "./certificates/schema";
import { clusterGatewaySchema } from "./cluster-gateway";
import { dnsLabel } from "./dns-label";
import { tuningSchema } from "./tuning/schema";

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

const hostnamePattern =
  /^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

const certificateExpected = "expected a certificate as PEM, in base64, as kubeconfigs have it";

const apiServerAddress = {
  server: z
    .string()
    .regex(/^[^\s@]+$/, "expected a URL such as https://10.0.0.1:6443, without user or blanks")
    .optional()
    .describe("URL of the API server. Default: the one of the cluster's kubeconfig."),
  caData: z
    .base64({ error: certificateExpected, abort: true })
    .refine(isCertificate, certificateExpected)
    .optional()
    .describe(
      "Base64 of the PEM of the authority that signs that server's certificate. Default: the cluster's own.",
    ),
};

const apiServerSchema = z.strictObject({
  ...apiServerAddress,
  peers: z
    .record(z.string(), z.strictObject(apiServerAddress))
    .default({})
    .describe(
      "By the name of the primary that watches, where it needs another address than the rest; what it leaves out is the rest's.",
    ),
});

/** How remotes reach their primary's istiod when its gateway's address is a hostname. */
const controlPlaneAddress = z.union(
  [
    z.enum(["webhookOn443", "resolved"]),
    z.strictObject({
      host: z
        .string()
        .regex(hostnamePattern, "expected a DNS name such as istiod.example.org")
        .describe("DNS name of your own that leads to the gateway."),
    }),
  ],
  'expected "webhookOn443", "resolved" or { host }, a DNS name of yours',
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
  eastWestGateway: clusterGatewaySchema
    .optional()
    .describe(
      "Whether the cluster has an east-west gateway; one in each network is enough. Default: it has one if the mesh has several networks, or if it serves remotes. An object keeps that default and tunes its gateway: each key replaces the mesh-wide one as a whole, but `serviceAnnotations` are merged.",
    ),
  intermediate: intermediateSchema
    .optional()
    .describe(
      "The signing certificate of this primary's istiod, where it is not like the others': `generation` renews this one alone, `upload` gives one.",
    ),
  apiServer: apiServerSchema
    .optional()
    .describe(
      "How other clusters' istiods reach this one's API server, where it differs from how its administrator does.",
    ),
  controlPlaneAddress: controlPlaneAddress
    .optional()
    .describe(
      "How remotes reach this primary's istiod if its gateway has a hostname. `webhookOn443` publishes the webhook on 443 as well; `resolved` uses an address that the hostname has at the time of `up`; `{ host }` calls the webhook by a name of yours. With an IP the first two come to the same. Default: webhookOn443.",
    ),
  tuning: tuningSchema
    .optional()
    .describe(
      "This primary's istiod and the proxies that it serves, those of its remotes among them, where they are not like the mesh's.",
    ),
  maintenance: z
    .boolean()
    .default(false)
    .describe(
      "The cluster cannot be reached for a while: nothing is asked of it, what would change in it waits, and the others are converged as usual. No root can change meanwhile. Take it out when the cluster is back.",
    ),
});

export type ClusterConfig = z.infer<typeof clusterSchema>;
export type KubeconfigSource = ClusterConfig["kubeconfig"];
export type ControlPlaneAccess = NonNullable<ClusterConfig["controlPlaneAddress"]>;

/** A PEM's body alone is base64 of a certificate as well, but nothing that reads kubeconfigs takes it. */
function isCertificate(base64: string): boolean {
  const pem = Buffer.from(base64, "base64");
  try {
    return pem.includes("-----BEGIN CERTIFICATE-----") && new X509Certificate(pem).validTo !== "";
  } catch {
    return false;
  }
}
