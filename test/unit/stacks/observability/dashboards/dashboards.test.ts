import assert from "node:assert/strict";
import { dashboards } from "../../../../../stacks/observability/dashboards/dashboards";
import type { Dashboard } from "../../../../../stacks/observability/dashboards/model";
import { queriesOf } from "../../../../support/panel-queries";

/** Labels and metrics are told apart by what they begin with. */
const metric =
  /\b(?:istio|istiod|pilot|citadel|galley|sidecar|remote|endpoint|process|go)_\w+\b(?!=)/g;

/** Of istiod 1.22.0 and 1.18, each found in its sources; histograms without suffix. */
const istiods = `
  citadel_server_authentication_failure_count citadel_server_cert_chain_expiry_timestamp citadel_server_csr_count
  citadel_server_csr_parsing_err_count citadel_server_csr_sign_err_count citadel_server_id_extraction_err_count
  citadel_server_root_cert_expiry_timestamp citadel_server_success_cert_issuance_count endpoint_no_pod
  galley_validation_failed galley_validation_passed go_goroutines istio_build istiod_managed_clusters
  istiod_uptime_seconds pilot_conflict_inbound_listener pilot_conflict_outbound_listener_tcp_over_current_tcp
  pilot_destrule_subsets pilot_duplicate_envoy_clusters pilot_eds_no_instances pilot_k8s_cfg_events
  pilot_k8s_reg_events pilot_no_ip pilot_proxy_convergence_time_bucket pilot_proxy_queue_time_bucket
  pilot_push_triggers pilot_services pilot_total_xds_internal_errors pilot_total_xds_rejects
  pilot_vservice_dup_domain pilot_xds pilot_xds_push_context_errors pilot_xds_pushes pilot_xds_write_timeout
  process_cpu_seconds_total process_resident_memory_bytes remote_cluster_sync_timeouts_total
  sidecar_injection_failure_total sidecar_injection_success_total
`
  .trim()
  .split(/\s+/);

/** https://istio.io/latest/docs/reference/config/metrics/ */
const proxies = [
  "istio_request_duration_milliseconds_bucket",
  "istio_requests_total",
  "istio_tcp_connections_opened_total",
  "istio_tcp_received_bytes_total",
  "istio_tcp_sent_bytes_total",
];

function metricsIn(exprs: readonly string[]): string[] {
  return [...new Set(exprs.flatMap((one) => one.match(metric) ?? []))].sort();
}

describe("the dashboards of the stack", () => {
  const all = dashboards();
  const exprs = all.flatMap(({ rows }) =>
    rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map((one) => one.expr))),
  );

  it("are five, with addresses that links of people's own can be made to", () => {
    assert.deepEqual(
      all.map(({ uid }) => uid),
      [
        "istio-mesh-mesh",
        "istio-mesh-service",
        "istio-mesh-workload",
        "istio-mesh-control-plane",
        "istio-mesh-multi-cluster",
      ],
    );
  });

  it("have queries that each look at the chosen clusters alone, in all of their parts", () => {
    for (const expr of exprs) {
      const selectors = [...expr.matchAll(/\w+\{([^}]*)\}/g)].map(([, labels]) => labels ?? "");
      assert.equal(selectors.length, expr.match(metric)?.length, expr);
      for (const labels of selectors) {
        assert.ok(labels.includes('cluster=~"$cluster"'), expr);
      }
    }
    assert.ok(exprs.length > 100);
  });

  it("read metrics that istiod and proxies have", () => {
    assert.deepEqual(metricsIn(exprs), [...istiods, ...proxies].sort());
  });

  it("count once what all istiods of a cluster find in the same config", () => {
    const found = exprs.filter((one) =>
      /pilot_(conflict|vservice|duplicate|destrule|eds|no_ip)|endpoint_no/.test(one),
    );
    assert.equal(found.length, 8);
    for (const expr of found) {
      assert.match(expr, /^sum\(max by \(cluster\) \(\w+\{cluster=~"\$cluster"\}\)\) or/);
    }
  });

  it("begin with rate, errors and duration, of requests or of pushes", () => {
    const first = all.map(({ rows: [row] }) => row?.panels.map((one) => one.title));
    const figures = ["Requests", "Errors", "Duration, p50", "Duration, p95", "Duration, p99"];
    assert.deepEqual(first, [
      [...figures, "Mutual TLS"],
      [...figures, "Mutual TLS"],
      [...figures, "Mutual TLS"],
      ["istiods", "Proxies", "Pushes", "Rejected", "Convergence, p99", "Services"],
      ["Requests", "Errors", "Duration, p99", "From cluster to cluster"],
    ]);
  });

  it("say of each panel what it is, once in a row, and fit Grafana's 24 columns", () => {
    for (const { uid, rows } of all) {
      assert.ok(rows.length <= 6, uid);
      for (const { title, panels } of rows) {
        const titles = panels.map((one) => one.title);
        assert.deepEqual([...new Set(titles)], titles, `${uid}: ${title}`);
        for (const panel of panels) {
          assert.match(panel.description, /^\w.{15}/, panel.title);
          assert.ok((panel.width ?? 0) <= 24 && panel.queries.length > 0, panel.title);
        }
      }
    }
  });

  it("know a gateway by its name, or by the config's", () => {
    const gatewaysOf = (names?: readonly string[]) =>
      dashboards(names)
        .at(-1)
        ?.variables.find((one) => one.name === "gateway")?.all;
    assert.equal(gatewaysOf(), ".*gateway.*");
    assert.equal(gatewaysOf(["public", "out"]), "public|out|.*gateway.*");
  });

  it("lead from tables to dashboards that are there, by variables that they have", () => {
    const openings = all.flatMap(({ rows }) =>
      rows.flatMap(({ panels }) => panels.flatMap((one) => (one.opens ? [one] : []))),
    );
    assert.equal(openings.length, 2);
    for (const { opens, columns, title } of openings) {
      const target = all.find((one) => one.uid === opens?.dashboard);
      const names = target?.variables.map((one) => one.name) ?? [];
      for (const [variable, column] of Object.entries(opens?.variables ?? {})) {
        assert.ok(names.includes(variable), `${title}: ${variable}`);
        assert.ok(Object.values(columns ?? {}).includes(column), `${title}: ${column}`);
      }
    }
  });
});

describe("the queries of a dashboard", () => {
  const dashboard: Dashboard = {
    uid: "one",
    title: "One",
    description: "One.",
    variables: [
      { name: "cluster", label: "Cluster", values: { metric: "m", label: "cluster" }, all: ".+" },
      { name: "namespace", label: "Namespace", values: { metric: "m", label: "namespace" } },
      { name: "reporter", label: "Told by", values: ["destination", "source"] },
    ],
    rows: [
      {
        title: "Row",
        panels: [
          {
            kind: "stat",
            title: "Panel",
            description: "",
            unit: "short",
            queries: [
              { expr: 'istio_build{cluster=~"$cluster", n=~"$namespace"}', legend: "" },
              {
                expr: 'label_replace(rate(istio_requests_total{reporter="$reporter"}[$__rate_interval]), "a", "$1", "b", "(.*)")',
                legend: "",
              },
            ],
          },
        ],
      },
    ],
  };

  it("can be asked: what is not given is all, or the first that can be chosen", () => {
    assert.deepEqual(queriesOf(dashboard), [
      { panel: "Row: Panel", expr: 'istio_build{cluster=~".+", n=~".*"}', of: "istiods" },
      {
        panel: "Row: Panel",
        expr: 'label_replace(rate(istio_requests_total{reporter="destination"}[5m]), "a", "$1", "b", "(.*)")',
        of: "proxies",
      },
    ]);
  });

  it("take values by the variables' names", () => {
    const values = { cluster: "east", namespace: "web", reporter: "source", __rate_interval: "4s" };
    assert.deepEqual(
      queriesOf(dashboard, values).map((one) => one.expr),
      [
        'istio_build{cluster=~"east", n=~"web"}',
        'label_replace(rate(istio_requests_total{reporter="source"}[4s]), "a", "$1", "b", "(.*)")',
      ],
    );
  });

  it("name no variable that the dashboard lacks", () => {
    const { rows } = dashboard;
    assert.throws(
      () => queriesOf({ ...dashboard, variables: [], rows }),
      /^Error: dashboard one has no variable cluster, which istio_build/,
    );
    for (const one of dashboards()) {
      assert.ok(queriesOf(one).every(({ expr }) => !/\$[a-z_]/.test(expr)));
    }
  });
});
