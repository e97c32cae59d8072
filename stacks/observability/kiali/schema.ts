import { z } from "zod";
import { dnsLabel } from "../../dns-label";
import { istioNamespace } from "../../istio-names";
import { chartPlaceSchema } from "../chart-place";
import { httpUrl } from "../http-url";

/** Name of Kiali's chart: https://kiali.io/docs/installation/installation-guide/install-with-helm/ */
export const kialiChart = "kiali-server";

const linked = {
  url: httpUrl.describe("Where people open it."),
  inClusterUrl: httpUrl.optional().describe("Where Kiali asks it. Default: `url`."),
};

/** Source: https://kiali.io/docs/configuration/authentication/ */
const strategies = ["anonymous", "header", "openid", "openshift", "token"] as const;

/** Source: https://kiali.io/docs/configuration/authentication/openid/ */
const openidSchema = z.strictObject({
  issuer: httpUrl.optional().describe("URL of the provider, as it calls itself."),
  clientId: z
    .string()
    .min(1, "expected a name")
    .optional()
    .describe("That the provider has given to Kiali."),
  secretName: dnsLabel
    .optional()
    .describe(
      "Of a Secret in Kiali's namespace, which you make, with the client's secret as oidc-secret. Default: kiali, which may lack.",
    ),
  scopes: z.array(z.string()).optional().describe("Default: Kiali's."),
  usernameClaim: z.string().optional().describe("Default: Kiali's, which is sub."),
  disableRbac: z
    .boolean()
    .default(false)
    .describe(
      "Whether all who sign in see what Kiali's own accounts see. Else API servers have to know the provider. Default: false.",
    ),
});

/** Source: https://kiali.io/docs/configuration/multi-cluster/ */
export const kialiSchema = z.strictObject({
  cluster: z.string().describe("Where it runs."),
  by: z
    .enum(["operator", "chart"])
    .describe("What installs it: Kiali's operator, which has to be there, or Kiali's own chart."),
  namespace: dnsLabel
    .default(istioNamespace)
    .describe(
      "That it runs in; it has to be there, or made for metrics or traces. Default: istio-system.",
    ),
  chart: chartPlaceSchema(kialiChart, "https://kiali.org/helm-charts", "2.21.0")
    .optional()
    .describe("For by: chart."),
  version: z
    .string()
    .optional()
    .describe(
      "For by: operator, which of its versions it installs, such as v2.21. Default: its own.",
    ),
  auth: z
    .strictObject({
      strategy: z.enum(strategies).describe("How people sign in."),
      openid: openidSchema.optional().describe("For strategy openid."),
    })
    .describe("Of several clusters Kiali serves anonymous, openid and openshift alone."),
  grafana: z.strictObject(linked).optional().describe("Whose dashboards it leads to."),
  tracing: z
    .strictObject({
      ...linked,
      provider: z.enum(["jaeger", "tempo"]).default("jaeger").describe("Default: jaeger."),
    })
    .optional()
    .describe("Where traces of all clusters are, by HTTP."),
  thanos: z
    .boolean()
    .default(false)
    .describe("Whether metrics.query.url is Thanos'. Default: false."),
  spec: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      "In Kiali's own words, such as deployment.resources: goes over what the stack says, null takes out.",
    ),
});

export type KialiConfig = z.infer<typeof kialiSchema>;
