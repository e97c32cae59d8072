import { z } from "zod";
import { dnsLabel } from "../../dns-label";
import { istioNamespace } from "../../istio-names";
import { labelKey, labels } from "../../labels";
import { chosenClusters } from "../chosen-clusters";

/** Source of the label: https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards */
export const dashboardsSchema = z.strictObject({
  clusters: chosenClusters.describe("Where Grafana runs. Default: every cluster."),
  namespace: dnsLabel
    .default(istioNamespace)
    .describe(
      "That Grafana's sidecar loads ConfigMaps from; it has to be there, or made for metrics or traces. Default: istio-system.",
    ),
  labels: labels
    .refine(
      (given) => Object.keys(given).length > 0,
      "expected the label that the sidecar asks for",
    )
    .default({ grafana_dashboard: "1" })
    .describe('By which the sidecar knows them. Default: grafana_dashboard: "1".'),
  folder: z
    .string()
    .min(1, "expected the name of a folder, leave it out for none")
    .optional()
    .describe("Of Grafana that they are in. Default: the sidecar's."),
  folderAnnotation: labelKey
    .default("grafana_folder")
    .describe("By which the sidecar is told the folder. Default: grafana_folder."),
  datasource: z
    .string()
    .min(1, "expected a name or uid, leave it out to choose above the dashboard")
    .optional()
    .describe("Name or uid of a Prometheus in Grafana. Default: people choose one."),
});

export type DashboardsConfig = z.infer<typeof dashboardsSchema>;
