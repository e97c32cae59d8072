import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ChartReference } from "../stacks/control-planes/charts";
import { chartSource } from "./chart-source";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace, revisioned } from "./names";
import {
  adaptChartObject,
  type Adaptation,
  type ChartObject,
  isReaderAccount,
  pulledWith,
  pullSecretsOf,
} from "./specs/istio-charts";

export interface IstioChartArgs {
  /** Cluster that gets the chart's objects. */
  readonly cluster: Pick<MeshCluster, "provider" | "renderer" | "namespace">;
  readonly reference: ChartReference;
  /** Name of the release, as Istio's documentation has it, without the revision. */
  readonly release: string;
  /** Of the control plane to which it belongs; undefined if it belongs to all. */
  readonly revision?: string;
  readonly values: pulumi.Input<Readonly<Record<string, unknown>>>;
  /** What has to be there first, and stays longer. */
  readonly after: readonly pulumi.Resource[];
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
}

/** One of Istio's own charts, each of its objects a resource. */
export class IstioChart extends pulumi.ComponentResource {
  /** The chart, with all of its objects. */
  readonly chart: pulumi.Resource;

  constructor(name: string, args: IstioChartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:IstioChart", name, {}, opts);
    const { cluster, reference, release, revision, timeoutSeconds } = args;
    const { provider, renderer } = cluster;
    const values = pulumi.output(args.values);
    this.chart = new k8s.helm.v4.Chart(
      name,
      {
        name: revision === undefined ? release : revisioned(release, revision),
        ...chartSource(reference),
        namespace: istioNamespace,
        values: values.apply((all) => ({ ...all })),
      },
      {
        parent: this,
        provider: renderer,
        dependsOn: [cluster.namespace, ...args.after],
        transforms: [adapt(provider, { timeoutSeconds, release }, values.apply(pullSecretsOf))],
      },
    );
    this.registerOutputs({});
  }
}

/** Rendered elsewhere, its objects are this cluster's all the same. */
function adapt(
  provider: k8s.Provider,
  adaptation: Adaptation,
  pullSecrets: pulumi.Output<readonly string[]>,
): pulumi.ResourceTransform {
  return ({ custom, type, props, opts }) => {
    if (!custom) {
      return undefined;
    }
    const object = props as unknown as ChartObject;
    // As with Helm definitions stay: deleting them would delete every object of Istio's that users have made. The
    // reader's account goes with the namespace: when one of a remote's charts goes, the token has to stay valid.
    const stays = type.endsWith(":CustomResourceDefinition") || isReaderAccount(object);
    const adapted = adaptChartObject(object, adaptation);
    const { kind, spec } = adapted;
    return {
      props: {
        ...adapted,
        ...(spec && kind === "Deployment"
          ? { spec: pullSecrets.apply((names) => pulledWith(spec, names)) }
          : {}),
      },
      opts: { ...opts, provider, ...(stays ? { retainOnDelete: true } : {}) },
    };
  };
}
