import type { Opening, Panel, Query } from "../../../stacks/observability/dashboards/model";

type Json = Readonly<Record<string, unknown>>;

/** A panel but for its id and place. Source: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function buildPanel(panel: Panel, datasource: Json): Json {
  const { kind, title, description, unit, queries, thresholds } = panel;
  const custom =
    kind === "timeseries"
      ? {
          lineWidth: 1,
          fillOpacity: 10,
          showPoints: "never",
          thresholdsStyle: { mode: thresholds ? "line" : "off" },
        }
      : undefined;
  return {
    type: kind,
    title,
    description,
    datasource,
    targets: queries.map((query, at) => buildTarget(query, at, kind, datasource)),
    fieldConfig: {
      defaults: {
        unit,
        ...(unit === "percentunit" ? { max: 1 } : {}),
        // No figure here is below zero but the time that an expired certificate has left.
        ...(unit === "s" ? {} : { min: 0 }),
        ...(custom ? { custom } : {}),
        thresholds: buildThresholds(panel),
      },
      overrides: kind === "table" ? buildColumns(panel) : [],
    },
    ...buildOptions(panel),
  };
}

function buildTarget({ expr, legend }: Query, at: number, kind: Panel["kind"], datasource: Json) {
  return {
    refId: refId(at),
    datasource,
    editorMode: "code",
    expr,
    ...(kind === "table"
      ? { format: "table", instant: true, range: false }
      : { legendFormat: legend, range: true }),
  };
}

function buildThresholds({ thresholds = ["green"] }: Panel): Json {
  const [below, ...rest] = thresholds;
  return {
    mode: "absolute",
    steps: [
      { color: below, value: null },
      ...rest.map(({ color, from }) => ({ color, value: from })),
    ],
  };
}

/** What belongs to one kind of panel alone. */
function buildOptions(panel: Panel): Json {
  switch (panel.kind) {
    case "stat":
      return {
        options: {
          reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
          colorMode: "value",
          graphMode: "area",
          textMode: "auto",
        },
      };
    case "timeseries":
      return {
        options: {
          legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
          tooltip: { mode: "multi", sort: "desc" },
        },
      };
    case "table":
      return {
        options: { showHeader: true },
        transformations: [
          { id: "merge", options: {} },
          {
            id: "organize",
            options: { excludeByName: { Time: true }, renameByName: titlesOf(panel) },
          },
        ],
      };
  }
}

/** Titles of a table's columns by the names that Grafana gives them. */
function titlesOf({ columns, queries }: Panel): Readonly<Record<string, string>> {
  const values = queries.map(({ legend }, at) => [
    queries.length === 1 ? "Value" : `Value #${refId(at)}`,
    legend,
  ]);
  return { ...columns, ...(Object.fromEntries(values) as Record<string, string>) };
}

/** What tells a table's columns from each other, by their titles. */
function buildColumns({ queries, unit, thresholds, opens }: Panel): readonly Json[] {
  const values = queries.map(({ legend, unit: own }) => ({
    matcher: { id: "byName", options: legend },
    properties: [
      { id: "unit", value: own ?? unit },
      ...(thresholds ? [{ id: "custom.cellOptions", value: { type: "color-text" } }] : []),
    ],
  }));
  return opens ? [...values, buildLink(opens)] : values;
}

function buildLink({ column, dashboard, variables }: Opening): Json {
  const chosen = Object.entries(variables).map(
    ([name, title]) => `var-${name}=\${__data.fields["${title}"]}`,
  );
  const kept = ["${cluster:queryparam}", "${__url_time_range}"];
  return {
    matcher: { id: "byName", options: column },
    properties: [
      {
        id: "links",
        value: [
          { title: `Open ${column}`, url: `/d/${dashboard}?${[...chosen, ...kept].join("&")}` },
        ],
      },
    ],
  };
}

function refId(at: number): string {
  return String.fromCharCode("A".charCodeAt(0) + at);
}
