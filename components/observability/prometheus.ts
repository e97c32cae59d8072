import * as pulumi from "@pulumi/pulumi";
import { prometheusRelease } from "../../stacks/observability/metrics/chart";
import type { ChartMetricsPlan } from "../../stacks/observability/metrics/plan";
import type { MeshCluster } from "../mesh-cluster";
import { buildPrometheusValues, metricsSecretName } from "../specs/observability/prometheus";
import { ObservabilityChart } from "./chart";
import { makeSecret, type NamedSecrets, secretData } from "./secret-data";

export interface PrometheusArgs {
  readonly cluster: MeshCluster;
  readonly metrics: ChartMetricsPlan;
  /** Those that the plan names. */
  readonly secrets: NamedSecrets;
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
}

/** A Prometheus of the stack's, in a namespace that is made. */
export class Prometheus extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Prometheus", name, {}, opts);
    const { cluster, metrics, timeoutSeconds } = args;
    const { provider } = cluster;
    const namespace = cluster.namespaceOf(metrics.namespace);
    const files = Object.fromEntries(metrics.secrets.map((key) => [key, key]));
    const secret = makeSecret(
      `${name}-secret`,
      { name: metricsSecretName, namespace: metrics.namespace },
      secretData(files, args.secrets),
      { parent: this, provider, dependsOn: [namespace] },
    );
    new ObservabilityChart(
      `${name}-prometheus`,
      {
        cluster,
        reference: metrics.chart,
        release: prometheusRelease,
        namespace: metrics.namespace,
        values: buildPrometheusValues(metrics),
        after: [namespace, ...(secret ? [secret] : [])],
        timeoutSeconds,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
