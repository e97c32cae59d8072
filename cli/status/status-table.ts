import { styleText } from "node:util";
import { type Column, textTable } from "../text-table";
import type { State } from "./component-status";
import { componentKey, type Figures, type ProxiesRow, type ServiceRow } from "./figures";
import type { ComponentRow } from "./read-status";

/** What `mesh status` knows. */
export interface Status {
  readonly components: readonly ComponentRow[];
  /** Undefined if nobody is asked for figures, or does not tell. */
  readonly figures?: Figures;
}

const colours: Readonly<Record<State, "green" | "yellow" | "red" | undefined>> = {
  RUNNING: "green",
  UPDATE: "yellow",
  STARTING: "yellow",
  DEPLOY: "yellow",
  NONE: "red",
  FAILED: "red",
  UNKNOWN: undefined,
};

/** How a mesh is, as text for people: its components, its proxies, then its services, busiest first. */
export function statusTable({ components, figures }: Status, colour: boolean): string {
  const paint = (state: State) => {
    const name = colours[state];
    // Who calls has asked the terminal.
    return colour && name ? styleText(name, state, { validateStream: false }) : state;
  };
  const used = (row: ComponentRow) => figures?.usage.get(componentKey(row)) ?? {};
  const columns: Column<ComponentRow>[] = [
    { head: "CLUSTER", cell: (row) => row.cluster },
    { head: "COMPONENT", cell: (row) => row.name },
    { head: "NAMESPACE", cell: (row) => row.namespace },
    { head: "STATUS", cell: (row) => paint(row.state) },
    { head: "READY", cell: (row) => row.ready ?? "-", align: "right" },
    { head: "VERSION", cell: (row) => row.version ?? "-" },
    ...(figures
      ? ([
          { head: "CPU", cell: (row) => cpuText(used(row).cpu), align: "right" as const },
          { head: "MEMORY", cell: (row) => memoryText(used(row).memory), align: "right" as const },
        ] satisfies Column<ComponentRow>[])
      : []),
    ...(components.some((row) => row.message)
      ? ([
          { head: "WHY", cell: (row) => row.message ?? "", narrow: 40 },
        ] satisfies Column<ComponentRow>[])
      : []),
  ];
  const table = textTable(columns, components);
  return figures
    ? [table, ...proxiesTexts(figures.proxies), servicesText(figures.services)].join("\n\n")
    : table;
}

function proxiesTexts(proxies: readonly ProxiesRow[]): string[] {
  const columns: Column<ProxiesRow>[] = [
    { head: "CLUSTER", cell: (row) => row.cluster },
    { head: "PROXIES", cell: (row) => String(row.count), align: "right" },
    { head: "CPU", cell: (row) => cpuText(row.cpu), align: "right" },
    { head: "MEMORY", cell: (row) => memoryText(row.memory), align: "right" },
  ];
  return proxies.length === 0 ? [] : [textTable(columns, proxies)];
}

function servicesText(services: readonly ServiceRow[]): string {
  if (services.length === 0) {
    return "no service of the mesh was asked for anything in the last 5 minutes, or its metrics are not collected";
  }
  const columns: Column<ServiceRow>[] = [
    { head: "CLUSTER", cell: (row) => row.cluster },
    { head: "SERVICE", cell: (row) => `${row.namespace}/${row.name}` },
    { head: "REQUESTS/S", cell: (row) => row.requestRate.toFixed(2), align: "right" },
    { head: "ERRORS", cell: (row) => `${(100 * row.errorRate).toFixed(2)} %`, align: "right" },
    { head: "P99", cell: (row) => durationText(row.p99), align: "right" },
  ];
  return textTable(columns, services);
}

function cpuText(cpus: number | undefined): string {
  return cpus === undefined ? "-" : `${Math.round(1000 * cpus)}m`;
}

function memoryText(bytes: number | undefined): string {
  return bytes === undefined ? "-" : `${Math.round(bytes / 1024 ** 2)}Mi`;
}

function durationText(ms: number | undefined): string {
  if (ms === undefined) {
    return "-";
  }
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
