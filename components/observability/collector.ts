import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { MeshSettings } from "../../stacks/cluster-plan";
import { collectorName, type CollectorPlan } from "../../stacks/observability/traces/plan";
import type { MeshCluster } from "../mesh-cluster";
import { secretAnnotation } from "../names";
import { ownedByStack } from "../ownership";
import { type DockerConfigs, PullSecrets } from "../pull-secrets";
import { buildCollectorConfig } from "../specs/observability/collector";
import {
  buildCollectorDeployment,
  buildCollectorDisruptionBudget,
  buildCollectorService,
  collectorConfigFile,
  collectorSelector,
} from "../specs/observability/collector-deployment";
import { buildExporter, literally } from "../specs/observability/exporter";
import { makeSecret, type NamedSecrets, secretData } from "./secret-data";

export interface CollectorArgs {
  /** Cluster whose proxies send to it. */
  readonly cluster: MeshCluster;
  readonly plan: CollectorPlan;
  readonly mesh: Pick<MeshSettings, "pullSecrets" | "readyTimeoutSeconds">;
  /** Those that the plan's backend names. */
  readonly secrets: NamedSecrets;
  /** Of the pull secrets that the stack makes. */
  readonly pullSecrets: DockerConfigs;
}

/** The collector of a cluster's spans. */
export class Collector extends pulumi.ComponentResource {
  constructor(name: string, args: CollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Collector", name, {}, opts);
    const { cluster, plan, mesh } = args;
    const { namespace, backend } = plan;
    const { variables } = buildExporter(backend, "traces");
    const config = stringify(buildCollectorConfig({ cluster: cluster.clusterName, backend }));
    const timeout = `${mesh.readyTimeoutSeconds}s`;
    const metadata = {
      name: collectorName,
      namespace,
      labels: collectorSelector,
      annotations: ownedByStack,
    };
    const home = cluster.namespaceOf(namespace);
    const child = { parent: this, provider: cluster.provider, dependsOn: [home] };

    const pulling =
      plan.makesNamespace && args.pullSecrets.size > 0
        ? new PullSecrets(
            `${name}-pull-secrets`,
            { cluster, namespace, after: home, configs: args.pullSecrets },
            { parent: this },
          ).made
        : [];
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const configMap = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata, data: { [collectorConfigFile]: config } },
      child,
    );
    const secret = makeSecret(
      `${name}-secret`,
      metadata,
      secretData(variables, args.secrets, literally),
      child,
    );
    const deployment = buildCollectorDeployment({
      plan,
      config,
      pullSecrets: mesh.pullSecrets,
      hasSecret: secret !== undefined,
    });
    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: secret === undefined ? deployment : following(deployment, secret) },
      {
        ...child,
        dependsOn: [account, configMap, ...(secret ? [secret] : []), ...pulling],
        customTimeouts: { create: timeout, update: timeout },
      },
    );
    const budget = buildCollectorDisruptionBudget(plan);
    if (budget !== undefined) {
      new k8s.policy.v1.PodDisruptionBudget(
        `${name}-disruption-budget`,
        { metadata, spec: budget },
        child,
      );
    }
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          // Its endpoints are the Deployment's, which is waited for.
          annotations: { ...ownedByStack, "pulumi.com/skipAwait": "true" },
        },
        spec: buildCollectorService(),
      },
      child,
    );
    this.registerOutputs({});
  }
}

/**
 * The same, with pods that follow a change of the Secret, which they read when they start. Its version says so and tells
 * nothing; a digest of a weak password could be guessed from.
 */
function following(
  spec: ReturnType<typeof buildCollectorDeployment>,
  secret: k8s.core.v1.Secret,
): pulumi.Input<k8s.types.input.apps.v1.DeploymentSpec> {
  const { template } = spec;
  return {
    ...spec,
    template: {
      ...template,
      metadata: {
        ...template.metadata,
        annotations: {
          ...template.metadata.annotations,
          [secretAnnotation]: secret.metadata.resourceVersion,
        },
      },
    },
  };
}
