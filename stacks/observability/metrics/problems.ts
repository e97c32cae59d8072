import type { ConfigProblem } from "../../config-error";
import { repeated } from "../../repeated";
import { isObject } from "../../tuning/json";
import { unknownClusters } from "../cluster-problems";
import { type MetricsConfig, metricsSchema } from "./schema";

/** What the key `observability.metrics` is checked against. */
export interface MetricsContext {
  /** The key's value, as given. */
  readonly raw: unknown;
  /** What all clusters call themselves. */
  readonly names: readonly unknown[];
  /** `istio-mesh:observability.metrics` */
  readonly path: string;
}

/** Why keys are not for a Prometheus of somebody else's. */
const notByOperator = "the operator's Prometheus is not the stack's";

/** Keys that are for one way only, and what to do instead with the other. */
const onlyFor: Readonly<Record<"operator" | "chart", Readonly<Record<string, string>>>> = {
  operator: { labels: "a chart's Prometheus finds its targets without" },
  chart: {
    chart: "nothing is installed",
    retention: `${notByOperator}; set spec.retention of its Prometheus resource`,
    storage: `${notByOperator}; set spec.storage of its Prometheus resource`,
    alertmanagers: `${notByOperator}; set spec.alerting of its Prometheus resource`,
    remoteWrite: `${notByOperator}; set spec.remoteWrite of its Prometheus resource`,
    thanos: `${notByOperator}; set spec.thanos of its Prometheus resource`,
  },
};

/** All that the schema cannot say; what is not well-formed is left to it. */
export function metricsProblems(context: MetricsContext): ConfigProblem[] {
  const { data } = metricsSchema.safeParse(context.raw);
  return [
    ...otherKeyProblems(context),
    ...(data
      ? [
          ...unknownClusters(data.clusters ?? [], context.names, `${context.path}.clusters`),
          ...repeatedProblems(data, context),
        ]
      : []),
  ];
}

function otherKeyProblems({ raw, path }: MetricsContext): ConfigProblem[] {
  if (!isObject(raw)) {
    return [];
  }
  const given: Readonly<Record<string, unknown>> = raw;
  const by = given["by"] ?? "none";
  if (by === "none") {
    return unusedProblems(given, path);
  }
  if (by !== "operator" && by !== "chart") {
    return [];
  }
  const other = by === "operator" ? "chart" : "operator";
  return Object.entries(onlyFor[other]).flatMap(([key, reason]) =>
    given[key] === undefined
      ? []
      : [
          {
            path: `${path}.${key}`,
            message: `is for by: ${other}, and with by: ${by} ${reason}; take it out`,
          },
        ],
  );
}

/** Where somebody else collects metrics, the one thing to say is where they are. */
function unusedProblems(given: Readonly<Record<string, unknown>>, path: string): ConfigProblem[] {
  const others = Object.keys(given).filter((key) => !["by", "query"].includes(key));
  return [
    ...others
      .filter((key) => key in metricsSchema.shape)
      .map((key) => ({
        path: `${path}.${key}`,
        message: "is for by: operator or by: chart, say which",
      })),
    ...(given["query"] === undefined && others.length === 0
      ? [{ path, message: "says nothing, expected by: operator, by: chart or query" }]
      : []),
  ];
}

/** Prometheus does not start then. */
function repeatedProblems({ remoteWrite }: MetricsConfig, { path }: MetricsContext) {
  return [
    ...repeated(remoteWrite.map((one) => one.name)).map(({ at, text, first }) => ({
      path: `${path}.remoteWrite[${at}].name`,
      message: `"${text}" is the name of remoteWrite[${first}] already, name each store once`,
    })),
    ...repeated(remoteWrite.map((one) => (one.name === undefined ? one.url : undefined))).map(
      ({ at, first }) => ({
        path: `${path}.remoteWrite[${at}].url`,
        message: `is that of remoteWrite[${first}] already; give one of them a name if it takes samples twice`,
      }),
    ),
  ];
}
