import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { kialiVersion } from "../../stacks/observability/kiali/needs";
import { type KialiPlan, kialiName } from "../../stacks/observability/kiali/plan";
import type { ReachedServer } from "../../stacks/watch-plan";
import { base64 } from "../base64";
import type { MeshCluster } from "../mesh-cluster";
import { kialiRemoteSecretName, kialiSecretClusterAnnotation, kialiSecretLabel } from "../names";
import { ownedByStack } from "../ownership";
import { type ClusterToken, remoteKubeconfig } from "../remote-secret";
import { buildKialiSpec, buildKialiValues, kialiSigningKey } from "../specs/observability/kiali";
import { ObservabilityChart } from "./chart";

export interface KialiArgs {
  readonly plan: KialiPlan;
  /** Where it runs. */
  readonly cluster: MeshCluster;
  /** What opens each of the other clusters, with its API server as Kiali reaches it. */
  readonly watched: readonly { readonly watch: ReachedServer; readonly account: ClusterToken }[];
  /** How long its rollout may take, if its chart makes it. */
  readonly timeoutSeconds: number;
}

/** The Kiali of a mesh: https://kiali.io/docs/configuration/multi-cluster/ */
export class Kiali extends pulumi.ComponentResource {
  constructor(name: string, args: KialiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Kiali", name, {}, opts);
    const { plan, cluster, watched, timeoutSeconds } = args;
    const { namespace, installer } = plan;
    const home = cluster.namespaceOf(namespace);
    const secrets = watched.map(
      ({ watch, account }) =>
        new k8s.core.v1.Secret(
          // No cluster's name has an underscore.
          `${name}-secret_${watch.cluster}`,
          {
            metadata: {
              name: kialiRemoteSecretName(watch.cluster),
              namespace,
              labels: kialiSecretLabel,
              annotations: { ...ownedByStack, [kialiSecretClusterAnnotation]: watch.cluster },
            },
            data: { [watch.cluster]: remoteKubeconfig(watch, account) },
          },
          { parent: this, provider: cluster.provider, dependsOn: [home] },
        ),
    );
    // Its pod mounts them.
    const dependsOn = [home, ...secrets];
    if (installer.by === "operator") {
      new k8s.apiextensions.CustomResource(
        name,
        {
          apiVersion: kialiVersion,
          kind: "Kiali",
          metadata: { name: kialiName, namespace, annotations: ownedByStack },
          spec: buildKialiSpec(plan),
        },
        { parent: this, provider: cluster.provider, dependsOn },
      );
    } else {
      const key = new random.RandomPassword(
        `${name}-signing-key`,
        { length: 32, special: false },
        { parent: this },
      );
      const secret = new k8s.core.v1.Secret(
        `${name}-signing-key-secret`,
        {
          metadata: { name: kialiSigningKey.name, namespace, annotations: ownedByStack },
          data: pulumi.secret({ [kialiSigningKey.file]: key.result.apply(base64) }),
        },
        { parent: this, provider: cluster.provider, dependsOn: [cluster.namespace] },
      );
      new ObservabilityChart(
        `${name}-chart`,
        {
          cluster,
          reference: installer.reference,
          release: kialiName,
          namespace,
          values: buildKialiValues(plan),
          after: [...dependsOn, secret],
          timeoutSeconds,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
