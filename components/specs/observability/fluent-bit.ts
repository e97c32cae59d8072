import type { LogsBy } from "../../../stacks/observability/logs/plan";
import type { JsonObject } from "../../../stacks/tuning/json";
import { proxyContainer, secretAnnotation } from "../../names";
import { type LogObject, logsName } from "./log-object";

const apiVersion = "fluentbit.fluent.io/v1alpha2";
/** Not `kube`, which outputs that are there take: each line would be there twice. */
const tag = "istio-mesh";

/** Keys of the Secret that an output reads. */
export const userKey = "user";
export const passwordKey = "password";

/**
 * What Fluent Bit is told: which files, what each line gets, where it goes.
 * Source: https://github.com/fluent/fluent-operator/blob/master/docs/fluentbit.md
 */
export function buildFluentObjects(
  { elasticsearch, labels }: LogsBy<"fluentBit">,
  cluster: string,
  secretVersion: unknown,
): readonly LogObject[] {
  // An API server keeps no empty ones, and they would be a change in every up.
  const common = { apiVersion, ...(Object.keys(labels).length > 0 ? { labels } : {}) };
  return [
    {
      ...common,
      kind: "ClusterInput",
      spec: {
        tail: {
          tag: `${tag}.*`,
          // Files are NAME_NAMESPACE_CONTAINER-ID.log.
          path: `/var/log/containers/*_${proxyContainer}-*.log`,
          // Those two are Fluent Bit's own, for what the runtime puts around each line.
          multilineParser: "docker, cri",
          db: `/fluent-bit/tail/${logsName}.db`,
          memBufLimit: "32MB",
          skipLongLines: true,
        },
      },
    },
    {
      ...common,
      kind: "ClusterFilter",
      spec: {
        match: `${tag}.*`,
        filters: [
          {
            kubernetes: {
              kubeTagPrefix: `${tag}.var.log.containers.`,
              labels: false,
              annotations: false,
            },
          },
          { recordModifier: { records: [`cluster ${cluster}`] } },
        ],
      },
    },
    ...(elasticsearch === undefined
      ? []
      : [
          {
            ...common,
            kind: "ClusterOutput",
            annotations: { [secretAnnotation]: secretVersion },
            spec: { match: `${tag}.*`, es: outputOf(elasticsearch) },
          },
        ]),
  ];
}

/** Data streams take only what is created, and no type: https://docs.fluentbit.io/manual/data-pipeline/outputs/elasticsearch */
function outputOf({
  endpoints,
  index,
}: NonNullable<LogsBy<"fluentBit">["elasticsearch"]>): JsonObject {
  const { protocol, hostname, port, pathname } = new URL(endpoints[0] ?? "");
  const isSecure = protocol === "https:";
  return {
    host: hostname,
    port: port === "" ? (isSecure ? 443 : 80) : Number(port),
    ...(pathname === "/" ? {} : { path: pathname }),
    ...(isSecure ? { tls: { verify: true } } : {}),
    httpUser: fromSecret(userKey),
    httpPassword: fromSecret(passwordKey),
    index: index ?? "logs-generic-default",
    writeOperation: "create",
    suppressTypeName: "On",
  };
}

function fromSecret(key: string) {
  return { valueFrom: { secretKeyRef: { name: logsName, key } } };
}
