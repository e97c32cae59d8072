import type { ConfigProblem } from "../../config-error";
import { valueAt } from "../../tuning/json";
import { unknownCluster } from "../cluster-problems";
import { type KialiConfig, kialiSchema } from "./schema";

/** What the rest of the config, or of the plan, says in Kiali's words, by what says it. */
const reserved: Readonly<Record<string, string>> = {
  "auth.strategy": "auth.strategy",
  clustering: "the clusters of the mesh",
  "deployment.instance_name": "the stack",
  "deployment.namespace": "namespace",
  "deployment.secret_name": "auth.openid.secretName",
  "external_services.prometheus.url": "metrics.query.url",
  "external_services.prometheus.thanos_proxy.enabled": "thanos",
  "kubernetes_config.cluster_name": "cluster",
  "login_token.signing_key": "the stack",
  version: "version",
};

/** Source: https://kiali.io/docs/configuration/multi-cluster/#requirements */
const strategiesOfSeveral: readonly string[] = ["anonymous", "openid", "openshift"];

/**
 * What the schema cannot say of Kiali.
 * @param observability the key's value, as given
 * @param names what all clusters call themselves
 * @param path of the key
 */
export function kialiProblems(
  observability: unknown,
  names: readonly unknown[],
  path: string,
): ConfigProblem[] {
  const { data } = kialiSchema.safeParse(valueAt(observability, ["kiali"]));
  if (data === undefined) {
    return [];
  }
  const at = `${path}.kiali`;
  const missing = valueAt(observability, ["metrics", "query", "url"]) === undefined;
  return [
    ...unknownCluster(data.cluster, names, `${at}.cluster`),
    ...(missing
      ? [
          {
            path: `${path}.metrics.query.url`,
            message: `missing, though ${at} is given: say where Kiali asks for the metrics of all clusters`,
          },
        ]
      : []),
    ...installerProblems(data, at),
    ...authProblems(data, names.length, `${at}.auth`),
    ...Object.entries(reserved).flatMap(([key, by]) =>
      valueAt(data.spec, key.split(".")) === undefined
        ? []
        : [{ path: `${at}.spec.${key}`, message: `is said by ${by}, take it out here` }],
    ),
  ];
}

function installerProblems({ by, chart, version }: KialiConfig, path: string): ConfigProblem[] {
  return [
    ...(by === "chart" && chart === undefined
      ? [{ path: `${path}.chart`, message: "missing for by: chart, give { version } or { path }" }]
      : []),
    ...(by === "operator" && chart !== undefined
      ? [{ path: `${path}.chart`, message: "is for by: chart, take it out or change by" }]
      : []),
    ...(by === "chart" && version !== undefined
      ? [
          {
            path: `${path}.version`,
            message: "is for by: operator, take it out: a chart has the version of its Kiali",
          },
        ]
      : []),
  ];
}

function authProblems(
  { auth: { strategy, openid } }: KialiConfig,
  clusters: number,
  path: string,
): ConfigProblem[] {
  const needed = { issuer: openid?.issuer, clientId: openid?.clientId };
  return [
    ...(strategy === "openid"
      ? Object.entries(needed)
          .filter(([, value]) => value === undefined)
          .map(([key]) => ({
            path: `${path}.openid.${key}`,
            message: `missing for strategy openid, give what the provider says`,
          }))
      : openid === undefined
        ? []
        : [
            {
              path: `${path}.openid`,
              message: `is for strategy openid, got strategy "${strategy}"; take it out or change the strategy`,
            },
          ]),
    ...(clusters > 1 && !strategiesOfSeveral.includes(strategy)
      ? [
          {
            path: `${path}.strategy`,
            message: `"${strategy}" is for a mesh of one cluster, expected one of ${strategiesOfSeveral.join(", ")}`,
          },
        ]
      : []),
  ];
}
