import { count, together } from "./istiod";
import type { Panel, Threshold } from "./model";
import { ofCluster } from "./promql";

const day = 86_400;

const left: readonly ["red", ...Threshold[]] = [
  "red",
  { from: 7 * day, color: "orange" },
  { from: 30 * day, color: "green" },
];

/**
 * Before 1.24 istiod writes these only when it starts: after a rotation in place they are those of before until it starts
 * again. Source: https://istio.io/latest/news/releases/1.24.x/announcing-1.24/change-notes/
 */
const expiry = (which: "root_cert" | "cert_chain") =>
  `min by (cluster) (citadel_server_${which}_expiry_timestamp{${ofCluster}}) - time()`;

export const expiryTable: Panel = {
  kind: "table",
  title: "Time left",
  description:
    "Until the root and the intermediate of each cluster's istiod expire. Before 1.24 istiod says it only when it starts: after a rotation in place these are the old ones until its next start.",
  unit: "s",
  thresholds: left,
  columns: { cluster: "Cluster" },
  queries: [
    { expr: expiry("root_cert"), legend: "Root" },
    { expr: expiry("cert_chain"), legend: "Intermediate" },
  ],
};

const perSecond = (metric: string, legend: string) => together(count(metric), legend);

/** What istiod signs with, and for whom. */
export const certificatePanels: readonly Panel[] = [
  { ...expiryTable, width: 8 },
  {
    kind: "timeseries",
    title: "Signed",
    description: "Certificates of workloads per second; each renews its own after half a day.",
    unit: "ops",
    queries: [
      perSecond("citadel_server_csr_count", "asked for"),
      perSecond("citadel_server_success_cert_issuance_count", "signed"),
    ],
  },
  {
    kind: "timeseries",
    title: "Not signed",
    description: "Requests per second that istiod refuses, by reason.",
    unit: "ops",
    queries: [
      perSecond("citadel_server_authentication_failure_count", "client not known"),
      perSecond("citadel_server_csr_parsing_err_count", "request not readable"),
      perSecond("citadel_server_id_extraction_err_count", "no identity"),
      perSecond("citadel_server_csr_sign_err_count", "signing failed"),
    ],
  },
];
