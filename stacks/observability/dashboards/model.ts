/** Units as Grafana names them: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/ */
export type Unit = "short" | "reqps" | "percentunit" | "ms" | "s" | "bytes" | "Bps" | "cps" | "ops";

/** One line of a graph, one figure, or one column of a table. */
export interface Query {
  /** PromQL; every one filters by `$cluster`. */
  readonly expr: string;
  /** Name of its lines, with labels such as `{{cluster}}`; of a table the title of the column. */
  readonly legend: string;
  /** Of a column. @default the panel's */
  readonly unit?: Unit;
}

/** From which value on a figure has a colour. */
export interface Threshold {
  readonly from: number;
  readonly color: "green" | "orange" | "red";
}

export interface Panel {
  readonly kind: "stat" | "timeseries" | "table";
  readonly title: string;
  /** What it says, and what is wrong if it is high or low. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Colour below the first threshold, then the thresholds in order. @default green */
  readonly thresholds?: readonly [below: Threshold["color"], ...rest: Threshold[]];
  /** Of 24 columns. @default by kind */
  readonly width?: number;
  /** Of a table: labels that make its first columns, with their titles. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Of a table: the dashboard that a row leads to. */
  readonly opens?: Opening;
}

/** Where the values of a column lead. */
export interface Opening {
  /** Title of the column. */
  readonly column: string;
  /** uid of the dashboard. */
  readonly dashboard: string;
  /** Variables of that dashboard, each with the title of the column that holds its value. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** What people choose above a dashboard. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** Values of a label, or a list of which the first is chosen. */
  readonly values: { readonly metric: string; readonly label: string } | readonly string[];
  /** What "All" stands for; undefined if one value has to be chosen. */
  readonly all?: string;
}

export interface Dashboard {
  /** Its address in Grafana, for ever: at most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Beside the datasource. */
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}
