import { type ConfigProblem, oneOf } from "../../config-error";
import { istioNamespace, operatorNamespace } from "../../istio-names";
import { repeated } from "../../repeated";
import { isObject } from "../../tuning/json";
import { defaultChartNamespace } from "./namespace";
import { type MetricsConfig, metricsSchema } from "./schema";

/** What the key `observability.metrics` is checked against. */
export interface MetricsContext {
  /** The key's value, as given. */
  readonly raw: unknown;
  /** What all clusters call themselves. */
  readonly names: readonly unknown[];
  /** Namespaces of the config's gateways. */
  readonly gatewayNamespaces: readonly string[];
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
          ...clusterProblems(data, context),
          ...namespaceProblems(data, context),
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

function clusterProblems({ clusters }: MetricsConfig, context: MetricsContext): ConfigProblem[] {
  const known = context.names.filter((one): one is string => typeof one === "string");
  return (clusters ?? []).flatMap((name, at) =>
    known.includes(name)
      ? []
      : [
          {
            path: `${context.path}.clusters[${at}]`,
            message: `unknown cluster "${name}", expected ${oneOf(known)}`,
          },
        ],
  );
}

/** The chart's namespace is made for it alone, and goes with it. */
function namespaceProblems(
  { by, namespace = defaultChartNamespace }: MetricsConfig,
  { gatewayNamespaces, path }: MetricsContext,
): ConfigProblem[] {
  const others = [istioNamespace, operatorNamespace, ...gatewayNamespaces];
  return by === "chart" && (others.includes(namespace) || /^(kube-.*|default)$/.test(namespace))
    ? [
        {
          path: `${path}.namespace`,
          message: `"${namespace}" has another use, and the stack would delete it with the chart; name one that it makes, such as ${defaultChartNamespace}`,
        },
      ]
    : [];
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
