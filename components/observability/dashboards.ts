import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dashboards } from "../../stacks/observability/dashboards/dashboards";
import type { DashboardsPlan } from "../../stacks/observability/dashboards/plan";
import type { MeshCluster } from "../mesh-cluster";
import { ownedByStack } from "../ownership";
import { buildDashboard } from "../specs/observability/dashboard";

export interface DashboardsArgs {
  /** Where Grafana runs. */
  readonly cluster: MeshCluster;
  readonly plan: DashboardsPlan;
}

/** Our dashboards, a ConfigMap each, for the sidecar of Grafana's chart. */
export class Dashboards extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Dashboards", name, {}, opts);
    const { cluster, plan } = args;
    const { namespace, labels, annotations, datasource } = plan;
    const all = dashboards(plan.gateways);
    for (const dashboard of all) {
      const built = buildDashboard(dashboard, {
        others: all,
        ...(datasource === undefined ? {} : { datasource }),
      });
      new k8s.core.v1.ConfigMap(
        `${name}_${dashboard.uid}`,
        {
          metadata: {
            namespace,
            name: dashboard.uid,
            labels,
            annotations: { ...ownedByStack, ...annotations },
          },
          data: { [`${dashboard.uid}.json`]: JSON.stringify(built) },
        },
        { parent: this, provider: cluster.provider, dependsOn: [cluster.namespaceOf(namespace)] },
      );
    }
    this.registerOutputs({});
  }
}
