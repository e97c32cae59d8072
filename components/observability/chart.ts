import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ChartReference } from "../../stacks/control-planes/charts";
import { chartSource } from "../chart-source";
import type { MeshCluster } from "../mesh-cluster";
import { adaptObject, type ChartObject } from "../specs/observability/chart-object";

export interface ObservabilityChartArgs {
  /** Cluster that gets the chart's objects. */
  readonly cluster: Pick<MeshCluster, "provider" | "renderer">;
  readonly reference: ChartReference;
  /** Name of the release. */
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** What has to be there first, and stays longer. */
  readonly after: readonly pulumi.Resource[];
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
}

/** A chart of another project, each of its objects a resource. */
export class ObservabilityChart extends pulumi.ComponentResource {
  /** The chart, with all of its objects. */
  readonly chart: pulumi.Resource;

  constructor(name: string, args: ObservabilityChartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:ObservabilityChart", name, {}, opts);
    const { cluster, reference, release, namespace, values, timeoutSeconds } = args;
    this.chart = new k8s.helm.v4.Chart(
      name,
      {
        name: release,
        ...chartSource(reference),
        namespace,
        values: { ...values },
      },
      {
        parent: this,
        provider: cluster.renderer,
        dependsOn: [...args.after],
        transforms: [adapt(cluster.provider, timeoutSeconds)],
      },
    );
    this.registerOutputs({});
  }
}

/** Rendered elsewhere, its objects are this cluster's all the same. */
function adapt(provider: k8s.Provider, timeoutSeconds: number): pulumi.ResourceTransform {
  return ({ custom, props, opts }) =>
    custom
      ? {
          props: adaptObject(props as unknown as ChartObject, timeoutSeconds),
          opts: { ...opts, provider },
        }
      : undefined;
}
