import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { kialiVersion } from "../../stacks/observability/kiali/needs";
import { type KialiPlan, kialiName } from "../../stacks/observability/kiali/plan";
import type { JsonObject } from "../../stacks/tuning/json";
import type { ReachedServer } from "../../stacks/watch-plan";
import { chartSource } from "../chart-source";
import type { MeshCluster } from "../mesh-cluster";
import { kialiRemoteSecretName, kialiSecretClusterAnnotation, kialiSecretLabel } from "../names";
import { ownedByStack } from "../ownership";
import { type ClusterToken, remoteKubeconfig } from "../remote-secret";
import { adaptKialiObject, type KialiChartObject } from "../specs/observability/kiali-chart";
import { buildKialiSpec } from "../specs/observability/kiali";

export interface KialiArgs {
  readonly plan: KialiPlan;
  /** Where it runs. */
  readonly cluster: MeshCluster;
  /** What opens each of the other clusters, with its API server as Kiali reaches it. */
  readonly watched: readonly { readonly watch: ReachedServer; readonly account: ClusterToken }[];
}

/** The Kiali of a mesh: https://kiali.io/docs/configuration/multi-cluster/ */
export class Kiali extends pulumi.ComponentResource {
  constructor(name: string, args: KialiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Kiali", name, {}, opts);
    const { plan, cluster, watched } = args;
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
    const spec = buildKialiSpec(plan);
    // Its pod mounts them.
    const dependsOn = [home, ...secrets];
    if (installer.by === "operator") {
      new k8s.apiextensions.CustomResource(
        name,
        {
          apiVersion: kialiVersion,
          kind: "Kiali",
          metadata: { name: kialiName, namespace, annotations: ownedByStack },
          spec,
        },
        { parent: this, provider: cluster.provider, dependsOn },
      );
    } else {
      // The chart would make another one each time that it is rendered, and so change at every `up`.
      const signingKey = new random.RandomPassword(
        `${name}-signing-key`,
        { length: 32, special: false },
        { parent: this },
      );
      const loginToken = spec["login_token"] as JsonObject | undefined;
      new k8s.helm.v4.Chart(
        name,
        {
          name: kialiName,
          ...chartSource(installer.reference),
          namespace,
          values: {
            ...spec,
            login_token: { ...loginToken, signing_key: pulumi.secret(signingKey.result) },
          },
        },
        {
          parent: this,
          provider: cluster.renderer,
          dependsOn,
          transforms: [asOwn(cluster.provider)],
        },
      );
    }
    this.registerOutputs({});
  }
}

/** Rendered elsewhere, its objects are this cluster's all the same; its config holds the key. */
export function asOwn(provider: k8s.Provider): pulumi.ResourceTransform {
  return ({ custom, props, opts }) => {
    if (!custom) {
      return undefined;
    }
    const { data, ...adapted } = adaptKialiObject(props as unknown as KialiChartObject);
    return {
      props: { ...adapted, ...(data === undefined ? {} : { data: pulumi.secret(data) }) },
      opts: { ...opts, provider },
    };
  };
}
