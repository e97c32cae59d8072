import type { Dashboard } from "../../stacks/observability/dashboards/model";

/** A query as a Prometheus can be asked. */
export interface PanelQuery {
  /** Row and title. */
  readonly panel: string;
  readonly expr: string;
  /** Whose metrics it reads: those of istiods are there in every mesh, those of proxies with traffic alone. */
  readonly of: "istiods" | "proxies";
}

/** What Grafana puts in by itself. Source: https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/ */
const given = { __rate_interval: "5m" };

/** Istio's standard metrics, which proxies make: https://istio.io/latest/docs/reference/config/metrics/ */
const proxies = /\bistio_(requests|request|response|tcp)_/;

/**
 * Every query of every panel.
 * @param values of variables, by name; those that are not there are "All", or the first of their list
 * @throws Error if a query names a variable that the dashboard does not have
 */
export function queriesOf(
  { uid, variables, rows }: Dashboard,
  values: Readonly<Record<string, string>> = {},
): readonly PanelQuery[] {
  const defaults = variables.map(({ name, values: choice, all }) => {
    const first = "metric" in choice ? ".*" : (choice[0] ?? "");
    return [name, all ?? first] as const;
  });
  const known = new Map([...Object.entries(given), ...defaults, ...Object.entries(values)]);
  const substitute = (expr: string) =>
    // `$1` is of PromQL itself.
    expr.replace(/\$([a-z_]\w*)/g, (_, name: string) => {
      const value = known.get(name);
      if (value === undefined) {
        throw new Error(`dashboard ${uid} has no variable ${name}, which ${expr} names`);
      }
      return value;
    });
  return rows.flatMap((row) =>
    row.panels.flatMap(({ title, queries }) =>
      queries.map(({ expr }) => ({
        panel: `${row.title}: ${title}`,
        expr: substitute(expr),
        of: proxies.test(expr) ? ("proxies" as const) : ("istiods" as const),
      })),
    ),
  );
}
