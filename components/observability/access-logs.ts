import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { LogsPlan } from "../../stacks/observability/logs/plan";
import { base64 } from "../base64";
import type { MeshCluster } from "../mesh-cluster";
import { ownedByStack } from "../ownership";
import { buildExporter, literally } from "../specs/observability/exporter";
import { passwordKey, userKey } from "../specs/observability/fluent-bit";
import { logsName } from "../specs/observability/log-object";
import { buildLogObjects } from "../specs/observability/log-objects";
import { makeSecret, type NamedSecrets, type SecretData, secretData } from "./secret-data";

export interface AccessLogsArgs {
  /** Cluster whose proxies write them. */
  readonly cluster: MeshCluster;
  readonly plan: LogsPlan;
  /** Those that the plan's backend names. */
  readonly secrets: NamedSecrets;
}

/** What has the collector that a cluster has collect the access logs of proxies. */
export class AccessLogs extends pulumi.ComponentResource {
  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:AccessLogs", name, {}, opts);
    const { cluster, plan } = args;
    const home = cluster.namespaceOf(plan.namespace);
    const child = { parent: this, provider: cluster.provider, dependsOn: [home] };
    const secret = makeSecret(
      `${name}-secret`,
      { name: logsName, namespace: plan.namespace },
      dataOf(plan, args.secrets),
      child,
    );
    const version = secret?.metadata.resourceVersion;
    for (const { kind, apiVersion, spec, ...object } of buildLogObjects(
      plan,
      cluster.clusterName,
      version,
    )) {
      const { annotations, ...metadata } = object;
      new k8s.apiextensions.CustomResource(
        `${name}-${suffixOf(kind)}`,
        {
          apiVersion,
          kind,
          metadata: {
            name: logsName,
            ...metadata,
            annotations: { ...ownedByStack, ...annotations } as Record<string, string>,
          },
          spec,
        },
        { ...child, dependsOn: [home, ...(secret ? [secret] : [])] },
      );
    }
    this.registerOutputs({});
  }
}

/** `ClusterInput` as part of a resource's name: `cluster-input`. */
function suffixOf(kind: string): string {
  return kind.replace(/(?!^)[A-Z]/g, "-$&").toLowerCase();
}

/** Of the Secret, as what reads it takes a text: a collector's environment is expanded, Fluent Bit's Secret is not. */
function dataOf(plan: LogsPlan, secrets: NamedSecrets): SecretData {
  switch (plan.by) {
    case "bkLog":
      return {};
    case "openTelemetry":
      return secretData(buildExporter(plan.backend, "logs").variables, secrets, literally);
    case "fluentBit":
      return plan.elasticsearch === undefined
        ? {}
        : {
            [userKey]: base64(plan.elasticsearch.user),
            ...secretData({ [passwordKey]: plan.elasticsearch.password.secret }, secrets),
          };
  }
}
