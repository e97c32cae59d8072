import assert from "node:assert/strict";
import { buildDashboard } from "../../../../../components/specs/observability/dashboard";
import { layOut } from "../../../../../components/specs/observability/dashboard-layout";
import { buildPanel } from "../../../../../components/specs/observability/dashboard-panel";
import { dashboards } from "../../../../../stacks/observability/dashboards/dashboards";
import type { Dashboard, Panel } from "../../../../../stacks/observability/dashboards/model";

const datasource = { type: "prometheus", uid: "prom" };
const panel = (kind: Panel["kind"], width?: number): Panel => ({
  kind,
  title: kind,
  description: "d",
  unit: "s",
  queries: [],
  ...(width === undefined ? {} : { width }),
});

describe("the layout of a dashboard", () => {
  it("puts panels beside each other until the line is full, and a row below all of the last one's", () => {
    const rows = [
      { title: "A", panels: [panel("stat"), panel("timeseries", 16), panel("table")] },
      { title: "B", panels: [panel("stat")] },
    ];
    assert.deepEqual(
      layOut(rows).map((one) => {
        const { x, y, w, h } = one.gridPos;
        return ["row" in one ? one.row : one.panel.kind, x, y, w, h];
      }),
      [
        ["A", 0, 0, 24, 1],
        ["stat", 0, 1, 4, 4],
        ["timeseries", 4, 1, 16, 8],
        ["table", 0, 9, 12, 9],
        ["B", 0, 18, 24, 1],
        ["stat", 0, 19, 4, 4],
      ],
    );
  });
});

describe("a panel in Grafana's words", () => {
  it("is a graph with a line for each threshold", () => {
    const built = buildPanel(
      {
        ...panel("timeseries"),
        unit: "percentunit",
        thresholds: ["green", { from: 0.05, color: "red" }],
        queries: [{ expr: "up", legend: "{{cluster}}" }],
      },
      datasource,
    );
    assert.deepEqual(built, {
      type: "timeseries",
      title: "timeseries",
      description: "d",
      datasource,
      targets: [
        {
          refId: "A",
          datasource,
          editorMode: "code",
          expr: "up",
          legendFormat: "{{cluster}}",
          range: true,
        },
      ],
      fieldConfig: {
        defaults: {
          unit: "percentunit",
          max: 1,
          min: 0,
          custom: {
            lineWidth: 1,
            fillOpacity: 10,
            showPoints: "never",
            thresholdsStyle: { mode: "line" },
          },
          thresholds: {
            mode: "absolute",
            steps: [
              { color: "green", value: null },
              { color: "red", value: 0.05 },
            ],
          },
        },
        overrides: [],
      },
      options: {
        legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
        tooltip: { mode: "multi", sort: "desc" },
      },
    });
  });

  it("is a figure of the last value", () => {
    const { options } = buildPanel(panel("stat"), datasource) as { options: object };
    assert.deepEqual(options, {
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
      colorMode: "value",
      graphMode: "area",
      textMode: "auto",
    });
  });

  const table: Panel = {
    ...panel("table"),
    columns: { destination_service_name: "Service" },
    queries: [
      { expr: "a", legend: "Requests", unit: "reqps" },
      { expr: "b", legend: "Left" },
    ],
  };

  it("is a table of one row for each value of its labels, a column for each query", () => {
    const built = buildPanel(table, datasource) as {
      targets: object[];
      transformations: object[];
      fieldConfig: { overrides: object[] };
    };
    assert.deepEqual(built.targets[1], {
      refId: "B",
      datasource,
      editorMode: "code",
      expr: "b",
      format: "table",
      instant: true,
      range: false,
    });
    assert.deepEqual(built.transformations, [
      { id: "merge", options: {} },
      {
        id: "organize",
        options: {
          excludeByName: { Time: true },
          renameByName: {
            destination_service_name: "Service",
            "Value #A": "Requests",
            "Value #B": "Left",
          },
        },
      },
    ]);
    assert.deepEqual(built.fieldConfig.overrides, [
      {
        matcher: { id: "byName", options: "Requests" },
        properties: [{ id: "unit", value: "reqps" }],
      },
      { matcher: { id: "byName", options: "Left" }, properties: [{ id: "unit", value: "s" }] },
    ]);
  });

  it("calls the value of a single query by no letter, as Grafana does", () => {
    const single = { ...table, queries: table.queries.slice(0, 1) };
    const { transformations } = buildPanel(single, datasource) as {
      transformations: { options: { renameByName?: object } }[];
    };
    assert.deepEqual(transformations[1]?.options.renameByName, {
      destination_service_name: "Service",
      Value: "Requests",
    });
  });

  it("leads from a row to the dashboard of what it shows, for the same clusters and time", () => {
    const opens = { column: "Service", dashboard: "one", variables: { service: "Service" } };
    const { fieldConfig } = buildPanel({ ...table, opens }, datasource) as {
      fieldConfig: { overrides: object[] };
    };
    assert.deepEqual(fieldConfig.overrides.at(-1), {
      matcher: { id: "byName", options: "Service" },
      properties: [
        {
          id: "links",
          value: [
            {
              title: "Open Service",
              url: '/d/one?var-service=${__data.fields["Service"]}&${cluster:queryparam}&${__url_time_range}',
            },
          ],
        },
      ],
    });
  });
});

describe("a dashboard in Grafana's words", () => {
  const dashboard: Dashboard = {
    uid: "one",
    title: "One",
    description: "d",
    variables: [
      { name: "cluster", label: "Cluster", values: { metric: "up", label: "cluster" }, all: ".*" },
      { name: "reporter", label: "Told by", values: ["destination", "source"] },
    ],
    rows: [{ title: "Row", panels: [panel("stat")] }],
  };
  const others = [dashboard, { uid: "two", title: "Two" }];
  interface Built {
    readonly templating: { readonly list: readonly { readonly [key: string]: unknown }[] };
    readonly panels: readonly { readonly [key: string]: unknown }[];
    readonly links: readonly { readonly title: string; readonly url: string }[];
  }
  const build = (datasource?: string) =>
    buildDashboard(dashboard, {
      others,
      ...(datasource === undefined ? {} : { datasource }),
    }) as unknown as Built;

  it("lets people choose the Prometheus, unless the config names it", () => {
    assert.deepEqual(
      build().templating.list.map((one) => [one["name"], one["datasource"]]),
      [
        ["datasource", undefined],
        ["cluster", { type: "prometheus", uid: "${datasource}" }],
        ["reporter", undefined],
      ],
    );
    assert.deepEqual(build().panels[1]?.["datasource"], {
      type: "prometheus",
      uid: "${datasource}",
    });
    assert.deepEqual(
      build("prom").templating.list.map((one) => [one["name"], one["datasource"]]),
      [
        ["cluster", datasource],
        ["reporter", undefined],
      ],
    );
    assert.deepEqual(build("prom").panels[1]?.["datasource"], datasource);
  });

  it("has a choice of a label's values, or of a list", () => {
    assert.deepEqual(build("prom").templating.list, [
      {
        name: "cluster",
        label: "Cluster",
        hide: 0,
        multi: true,
        includeAll: true,
        type: "query",
        datasource,
        definition: "label_values(up, cluster)",
        query: { query: "label_values(up, cluster)", refId: "StandardVariableQuery" },
        refresh: 2,
        regex: "",
        sort: 1,
        allValue: ".*",
        current: { text: ["All"], value: ["$__all"] },
      },
      {
        name: "reporter",
        label: "Told by",
        hide: 0,
        multi: false,
        includeAll: false,
        type: "custom",
        query: "destination,source",
        options: [
          { text: "destination", value: "destination", selected: true },
          { text: "source", value: "source", selected: false },
        ],
        current: { text: "destination", value: "destination" },
      },
    ]);
  });

  it("leads to the others, by their uids", () => {
    assert.deepEqual(
      build().links.map(({ title, url }) => [title, url]),
      [["Two", "/d/two"]],
    );
  });

  it("numbers its panels, rows included", () => {
    assert.deepEqual(
      build().panels.map((one) => [one["id"], one["type"], one["title"]]),
      [
        [1, "row", "Row"],
        [2, "stat", "stat"],
      ],
    );
  });
});

describe("the dashboards of the stack in Grafana's words", () => {
  const all = dashboards();

  for (const dashboard of all) {
    it(`have a uid that Grafana takes, and fit a ConfigMap: ${dashboard.title}`, () => {
      const text = JSON.stringify(buildDashboard(dashboard, { others: all }));
      assert.match(dashboard.uid, /^[a-z-]{1,40}$/);
      assert.ok(Buffer.byteLength(text) < 256 * 1024, String(Buffer.byteLength(text)));
    });
  }
});
