import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ChartReference } from "../stacks/control-planes/charts";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace } from "./names";
import { adaptChartObject, type Adaptation, type ChartObject } from "./specs/istio-charts";

export interface IstioChartArgs {
  /** Cluster that gets the chart's objects. */
  readonly cluster: Pick<MeshCluster, "provider" | "renderer" | "namespace">;
  readonly reference: ChartReference;
  /** Name of the release, as Istio's documentation has it. */
  readonly release: string;
  readonly values: pulumi.Input<Readonly<Record<string, unknown>>>;
  /** What has to be there first, and stays longer. */
  readonly after: readonly pulumi.Resource[];
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
  /** Whether the webhook that injects by itself stays on: a remote has no other. @default false */
  readonly injects?: boolean;
}

/** One of Istio's own charts, each of its objects a resource. */
export class IstioChart extends pulumi.ComponentResource {
  /** The chart, with all of its objects. */
  readonly chart: pulumi.Resource;

  constructor(name: string, args: IstioChartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:IstioChart", name, {}, opts);
    const { cluster, reference, timeoutSeconds, injects = false } = args;
    const { provider, renderer } = cluster;
    this.chart = new k8s.helm.v4.Chart(
      name,
      {
        name: args.release,
        chart: reference.chart,
        ...(reference.version === undefined ? {} : { version: reference.version }),
        ...(reference.repository === undefined
          ? {}
          : { repositoryOpts: { repo: reference.repository } }),
        namespace: istioNamespace,
        values: pulumi.output(args.values).apply((values) => ({ ...values })),
      },
      {
        parent: this,
        provider: renderer,
        dependsOn: [cluster.namespace, ...args.after],
        transforms: [adapt(provider, { timeoutSeconds, injects })],
      },
    );
    this.registerOutputs({});
  }
}

/** Rendered elsewhere, its objects are this cluster's all the same. */
function adapt(provider: k8s.Provider, adaptation: Adaptation): pulumi.ResourceTransform {
  return ({ custom, type, props, opts }) => {
    if (!custom) {
      return undefined;
    }
    const definition = type.endsWith(":CustomResourceDefinition");
    return {
      props: adaptChartObject(props as unknown as ChartObject, adaptation),
      opts: {
        ...opts,
        provider,
        // As with Helm they stay: deleting them would delete every object of Istio's that users have made.
        ...(definition ? { retainOnDelete: true } : {}),
      },
    };
  };
}
