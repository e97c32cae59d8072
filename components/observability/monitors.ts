import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { monitoringVersion } from "../../stacks/observability/metrics/needs";
import type { OperatorMetricsPlan } from "../../stacks/observability/metrics/plan";
import type { MeshCluster } from "../mesh-cluster";
import { ownedByStack } from "../ownership";
import { buildIstiodMonitor, buildProxyMonitor } from "../specs/observability/monitors";

export interface MonitorsArgs {
  readonly cluster: MeshCluster;
  readonly metrics: OperatorMetricsPlan;
}

/** What tells a Prometheus of the Prometheus Operator's whom to ask, and what to watch for. */
export class Monitors extends pulumi.ComponentResource {
  constructor(name: string, args: MonitorsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Monitors", name, {}, opts);
    const { cluster, metrics } = args;
    const { namespace, labels, interval, rules } = metrics;
    const [istiod, proxies] = metrics.targets;
    const add = (suffix: string, kind: string, objectName: string, spec: object) =>
      new k8s.apiextensions.CustomResource(
        `${name}-${suffix}`,
        {
          apiVersion: monitoringVersion,
          kind,
          metadata: {
            namespace,
            name: objectName,
            // An API server keeps no empty ones, and they would be a change in every up.
            ...(Object.keys(labels).length > 0 ? { labels } : {}),
            annotations: ownedByStack,
          },
          spec,
        },
        { parent: this, provider: cluster.provider, dependsOn: [cluster.namespaceOf(namespace)] },
      );
    add("istiod", "ServiceMonitor", "istio-mesh-istiod", buildIstiodMonitor(istiod, interval));
    add("proxies", "PodMonitor", "istio-mesh-proxies", buildProxyMonitor(proxies, interval));
    if (rules.groups.length > 0) {
      add("rules", "PrometheusRule", "istio-mesh", rules);
    }
    this.registerOutputs({});
  }
}
