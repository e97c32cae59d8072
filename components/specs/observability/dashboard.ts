import type { Dashboard, Variable } from "../../../stacks/observability/dashboards/model";
import { layOut } from "./dashboard-layout";
import { buildPanel } from "./dashboard-panel";

export interface DashboardOptions {
  /** Name or uid of a Prometheus in Grafana. @default people choose above the dashboard */
  readonly datasource?: string;
  /** Dashboards that it leads to; itself is left out. */
  readonly others: readonly Pick<Dashboard, "uid" | "title">[];
}

type Json = Readonly<Record<string, unknown>>;

/** Of Grafana 11; older ones, from 9 on, read what is used of it, and newer ones migrate it. */
const schemaVersion = 39;

/** A dashboard as Grafana loads it. Source: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function buildDashboard(dashboard: Dashboard, options: DashboardOptions): Json {
  const { uid, title, description, variables, rows } = dashboard;
  const datasource = { type: "prometheus", uid: options.datasource ?? "${datasource}" };
  return {
    uid,
    title,
    description,
    tags: ["istio"],
    schemaVersion,
    // Its source is the stack: what is changed in Grafana would be gone with the next `up`.
    editable: false,
    graphTooltip: 1,
    refresh: "30s",
    time: { from: "now-1h", to: "now" },
    timezone: "",
    annotations: { list: [] },
    links: options.others
      .filter((one) => one.uid !== uid)
      .map((one) => ({
        type: "link",
        title: one.title,
        url: `/d/${one.uid}`,
        icon: "dashboard",
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        asDropdown: false,
        tags: [],
        tooltip: "",
      })),
    templating: {
      list: [
        ...(options.datasource === undefined ? [datasourceVariable] : []),
        ...variables.map((one) => buildVariable(one, datasource)),
      ],
    },
    panels: layOut(rows).map((one, at) => {
      const place = { id: at + 1, gridPos: one.gridPos };
      return "row" in one
        ? { ...place, type: "row", title: one.row, collapsed: false, panels: [] }
        : { ...place, ...buildPanel(one.panel, datasource) };
    }),
  };
}

const datasourceVariable: Json = {
  name: "datasource",
  label: "Prometheus",
  type: "datasource",
  query: "prometheus",
  refresh: 1,
  hide: 0,
  regex: "",
  includeAll: false,
  multi: false,
};

function buildVariable({ name, label, values, all }: Variable, datasource: Json): Json {
  const common = { name, label, hide: 0, multi: all !== undefined, includeAll: all !== undefined };
  if ("metric" in values) {
    const query = `label_values(${values.metric}, ${values.label})`;
    return {
      ...common,
      type: "query",
      datasource,
      definition: query,
      query: { query, refId: "StandardVariableQuery" },
      // With the time range: what had traffic then can be chosen.
      refresh: 2,
      regex: "",
      sort: 1,
      ...(all === undefined
        ? {}
        : { allValue: all, current: { text: ["All"], value: ["$__all"] } }),
    };
  }
  const [first = ""] = values;
  return {
    ...common,
    type: "custom",
    query: values.join(","),
    options: values.map((one) => ({ text: one, value: one, selected: one === first })),
    current: { text: first, value: first },
  };
}
