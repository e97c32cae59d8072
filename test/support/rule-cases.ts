/** One series, and its values each minute: `1x30` is 31 times 1, `0+2x30` counts up, `_x10` is 10 times nothing. */
export interface Series {
  readonly series: string;
  readonly values: string;
}

/** An alert that fires once. */
export interface RuleCase {
  readonly alert: string;
  readonly series: readonly Series[];
  readonly at: string;
  /** When it has gone by itself; undefined if it stays. */
  readonly silentAt?: string;
  /** Those of the series that it passes on. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Its value, as a description says it. */
  readonly value?: string;
}

export function series(name: string, values: string): Series {
  return { series: name, values };
}

function istiod(metric: string, ...labels: readonly string[]): string {
  return ofPod("istiod-1", metric, ...labels);
}

function ofPod(pod: string, metric: string, ...labels: readonly string[]): string {
  const all = ['job="istiod"', 'cluster="east"', 'revision="default"', `pod="${pod}"`, ...labels];
  return `${metric}{${all.join(",")}}`;
}

function gateway(metric: string, ...labels: readonly string[]): string {
  const all = [
    'job="istio-proxies"',
    'cluster="east"',
    'namespace="istio-system"',
    'app="istio-eastwestgateway"',
    'pod="istio-eastwestgateway-1"',
    ...labels,
  ];
  return `${metric}{${all.join(",")}}`;
}

const bucket = (le: string) => istiod("pilot_proxy_convergence_time_bucket", `le="${le}"`);
const checkout = ['destination_service_name="checkout"', 'destination_service_namespace="shop"'];
const toCheckout = {
  app: "istio-eastwestgateway",
  namespace: "istio-system",
  destination_service_name: "checkout",
  destination_service_namespace: "shop",
};
/** Half a year, of which tests see half an hour. */
const farAway = "15768000x60";
/** 14 days, of which half an hour has passed. */
const near = "1209600x60";
/** Counted for the first time after 10 minutes, and never again. */
const once = "_x10 1x50";
const answering = series(istiod("up"), "1x60");
/** A second istiod, which Prometheus asks from minute 24 on, and which began in a second. */
const askedLater = (began: number): readonly Series[] => [
  series(ofPod("istiod-2", "up"), "_x24 1x36"),
  series(ofPod("istiod-2", "process_start_time_seconds"), `_x24 ${began}x36`),
];

/** Each alert, where it has to fire. */
export const firing: readonly RuleCase[] = [
  { alert: "IstiodDown", series: [series(istiod("up"), "1x5 0x50")], at: "20m" },
  { alert: "IstiodDown", series: [], at: "10m" },
  {
    alert: "IstioNoProxyConnected",
    series: [series(istiod("up"), "1x60"), series(istiod("pilot_xds", 'version="1"'), "3x5 0x50")],
    at: "30m",
  },
  {
    alert: "IstioPushErrors",
    series: [series(istiod("pilot_xds_pushes", 'type="cds_senderr"'), "0+1x60")],
    at: "30m",
    labels: { type: "cds_senderr" },
  },
  {
    alert: "IstioPushErrors",
    series: [series(istiod("pilot_xds_write_timeout"), "0+1x60")],
    at: "30m",
    labels: { type: "write_timeout" },
  },
  {
    alert: "IstioConfigRejectedByProxies",
    series: [answering, series(istiod("pilot_total_xds_rejects", 'type="lds"'), once)],
    at: "14m",
    silentAt: "40m",
    labels: { type: "lds" },
  },
  {
    alert: "IstioPushesSlow",
    series: [
      series(bucket("1"), "0x60"),
      series(bucket("30"), "0+60x60"),
      series(bucket("+Inf"), "0+60x60"),
    ],
    at: "30m",
  },
  {
    alert: "IstioConfigConflicts",
    series: [series(istiod("pilot_conflict_inbound_listener"), "2x60")],
    at: "30m",
    labels: { conflict: "conflict_inbound_listener" },
  },
  {
    alert: "IstioGatewayConfigRejected",
    series: [
      answering,
      series(istiod("pilot_total_rejected_configs", 'type="gateway"', 'name="shop/front"'), once),
    ],
    at: "14m",
    silentAt: "40m",
    labels: { type: "gateway", name: "shop/front" },
  },
  {
    alert: "IstioInjectionFailed",
    series: [answering, series(istiod("sidecar_injection_failure_total"), once)],
    at: "14m",
    silentAt: "40m",
  },
  {
    alert: "IstioInjectionFailed",
    series: [
      answering,
      ...askedLater(1380),
      series(ofPod("istiod-2", "sidecar_injection_failure_total"), "_x24 1x36"),
    ],
    at: "27m",
    silentAt: "40m",
  },
  {
    alert: "IstioClusterNotWatched",
    series: [series(istiod("istiod_managed_clusters", 'cluster_type="remote"'), "1x5 0x50")],
    at: "30m",
  },
  {
    alert: "IstioRemoteClusterTimedOut",
    series: [
      answering,
      series(istiod("remote_cluster_sync_timeouts_total", 'exported_cluster="west"'), once),
    ],
    at: "14m",
    silentAt: "40m",
    labels: { exported_cluster: "west" },
  },
  {
    alert: "IstioRemoteClusterOutOfSync",
    series: [series(istiod("controller_sync_errors_total", 'exported_cluster="west"'), "0+1x60")],
    at: "30m",
    labels: { exported_cluster: "west" },
  },
  {
    alert: "IstioRootCertificateExpires",
    series: [series(istiod("citadel_server_root_cert_expiry_timestamp"), near)],
    at: "30m",
    value: "13d 23h 30m 0s",
  },
  {
    alert: "IstioSigningCertificateExpires",
    series: [series(istiod("citadel_server_cert_chain_expiry_timestamp"), near)],
    at: "30m",
    value: "13d 23h 30m 0s",
  },
  { alert: "IstioGatewayDown", series: [series(gateway("up"), "1x5 0x50")], at: "20m" },
  {
    alert: "IstioGatewayWithoutEndpoints",
    series: [series(gateway("istio_requests_total", 'response_flags="UH"', ...checkout), "0+1x60")],
    at: "30m",
    labels: toCheckout,
  },
  {
    alert: "IstioGatewayWithoutEndpoints",
    series: [
      series(
        gateway("istio_tcp_connections_closed_total", 'response_flags="UH,URX"', ...checkout),
        "0+1x60",
      ),
    ],
    at: "30m",
    labels: toCheckout,
  },
];

/**
 * The same series, where all is well: no alert may fire. What another cluster's say is not this one's, and what an istiod
 * counted before it was asked is not new.
 */
export const healthy: readonly Series[] = [
  answering,
  ...askedLater(0),
  series(gateway("up"), "1x60"),
  series(istiod("pilot_xds", 'version="1"'), "3x60"),
  series(istiod("pilot_xds_pushes", 'type="cds"'), "0+1x60"),
  series(istiod("pilot_xds_pushes", 'type="cds_senderr"'), "4x60"),
  series(istiod("pilot_xds_write_timeout"), "0x60"),
  series(istiod("pilot_total_xds_rejects", 'type="lds"'), "3x60"),
  series(bucket("1"), "0+60x60"),
  series(bucket("30"), "0+60x60"),
  series(bucket("+Inf"), "0+60x60"),
  series(istiod("pilot_conflict_inbound_listener"), "0x60"),
  series(istiod("pilot_total_rejected_configs", 'type="gateway"', 'name="shop/front"'), "3x60"),
  series(istiod("sidecar_injection_failure_total"), "3x60"),
  series(ofPod("istiod-2", "sidecar_injection_failure_total"), "_x24 3x36"),
  series(istiod("istiod_managed_clusters", 'cluster_type="local"'), "1x60"),
  series(istiod("istiod_managed_clusters", 'cluster_type="remote"'), "1x60"),
  series(istiod("remote_cluster_sync_timeouts_total", 'exported_cluster="west"'), "3x60"),
  series(istiod("controller_sync_errors_total", 'exported_cluster="west"'), "3x60"),
  series(istiod("controller_sync_errors_total", 'exported_cluster="east"'), "0+1x60"),
  series(istiod("citadel_server_root_cert_expiry_timestamp"), farAway),
  series(istiod("citadel_server_cert_chain_expiry_timestamp"), farAway),
  series(gateway("istio_requests_total", 'response_flags="-"', ...checkout), "0+1x60"),
  series(gateway("istio_requests_total", 'response_flags="UF"', ...checkout), "0+1x60"),
  series(
    'citadel_server_root_cert_expiry_timestamp{job="istiod",cluster="west",revision="default"}',
    "60x60",
  ),
  series('pilot_total_xds_rejects{job="istiod",cluster="west",type="lds"}', "0+1x60"),
];
