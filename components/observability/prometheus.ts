import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ChartMetricsPlan } from "../../stacks/observability/metrics/plan";
import type { MeshCluster } from "../mesh-cluster";
import { madeForAnnotation, madeForMetrics } from "../names";
import { ownedByStack } from "../ownership";
import {
  buildPrometheusValues,
  metricsSecretName,
  prometheusRelease,
} from "../specs/observability/prometheus";
import { ObservabilityChart } from "./chart";

export interface PrometheusArgs {
  readonly cluster: MeshCluster;
  readonly metrics: ChartMetricsPlan;
  /** By the key in the stack's config. Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Input<string>>;
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
}

/** A Prometheus of the stack's, in a namespace of its own. */
export class Prometheus extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Prometheus", name, {}, opts);
    const { cluster, metrics, timeoutSeconds } = args;
    const { provider } = cluster;
    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      {
        metadata: {
          name: metrics.namespace,
          annotations: { ...ownedByStack, [madeForAnnotation]: madeForMetrics },
        },
      },
      { parent: this, provider },
    );
    const files = metrics.secrets.map((key) => [key, encoded(args.secrets, key)] as const);
    const secret =
      files.length === 0
        ? []
        : [
            new k8s.core.v1.Secret(
              `${name}-secret`,
              {
                metadata: {
                  name: metricsSecretName,
                  namespace: metrics.namespace,
                  annotations: ownedByStack,
                },
                data: pulumi.secret(Object.fromEntries(files)),
              },
              { parent: this, provider, dependsOn: [namespace] },
            ),
          ];
    new ObservabilityChart(
      `${name}-prometheus`,
      {
        cluster,
        reference: metrics.chart,
        release: prometheusRelease,
        namespace: metrics.namespace,
        values: buildPrometheusValues(metrics),
        after: [namespace, ...secret],
        timeoutSeconds,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** As a Secret has it. @throws Error for a key that was not loaded */
function encoded(secrets: PrometheusArgs["secrets"], key: string): pulumi.Output<string> {
  const secret = secrets.get(key);
  if (secret === undefined) {
    throw new Error(`there is no secret ${key} among ${[...secrets.keys()].join(", ")}`);
  }
  return pulumi.output(secret).apply((text) => Buffer.from(text).toString("base64"));
}
