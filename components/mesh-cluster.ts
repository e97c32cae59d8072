import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { OwnNamespacePlan } from "../stacks/namespaces/made";
import {
  controlPlaneClustersAnnotation,
  istioNamespace,
  madeForAnnotation,
  networkLabel,
} from "./names";
import { ownedByStack } from "./ownership";

export interface MeshClusterArgs {
  /** The administrator's kubeconfig; a new one is an update and replaces nothing. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Network that the cluster's pods are on. */
  readonly network: string;
  /** Namespaces that the stack makes besides Istio's. */
  readonly ownNamespaces: readonly OwnNamespacePlan[];
  /** Primary whose istiod may write the trust bundle and the webhook's authority into this cluster. @default none */
  readonly servedBy?: string;
  /**
   * Kubeconfig of a cluster that is asked in this one's place how charts come out, because this one may be out of reach:
   * objects that are there stay as they are, with a warning; others fail. Secret. @default this one can be reached
   */
  readonly standIn?: pulumi.Input<string>;
}

/** One cluster of the mesh: the connection to it, and the namespaces that are made in it. The only maker of a provider. */
export class MeshCluster extends pulumi.ComponentResource {
  readonly clusterName: string;
  readonly provider: k8s.Provider;
  /** Provider by which charts are rendered: the cluster's own, unless it may be out of reach. */
  readonly renderer: k8s.Provider;
  readonly namespace: k8s.core.v1.Namespace;
  /** URL of the API server, as the administrator reaches it. */
  readonly server: pulumi.Output<string>;
  /** Those besides Istio's, by name. */
  private readonly ownNamespaces: ReadonlyMap<string, k8s.core.v1.Namespace>;

  constructor(name: string, args: MeshClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:MeshCluster", name, {}, opts);
    this.clusterName = name;
    const kubeconfig = pulumi.secret(args.kubeconfig);
    this.server = pulumi.unsecret(kubeconfig.apply(serverOf));
    const servedBy: Record<string, string> = args.servedBy
      ? { [controlPlaneClustersAnnotation]: args.servedBy }
      : {};

    this.provider = new k8s.Provider(
      name,
      {
        kubeconfig,
        // Without it a changed kubeconfig replaces every object of the cluster.
        clusterIdentifier: name,
        // Without these a changed Secret or ConfigMap is deleted first: cacerts would be gone for a moment.
        enableSecretMutable: true,
        enableConfigMapMutable: true,
        // Only then, for whoever does not expect it would take what was skipped for done.
        ...(args.standIn === undefined ? {} : { skipUpdateUnreachable: true }),
      },
      { parent: this },
    );
    this.renderer =
      args.standIn === undefined
        ? this.provider
        : new k8s.Provider(
            `${name}-renderer`,
            { kubeconfig: pulumi.secret(args.standIn), clusterIdentifier: `${name}-renderer` },
            { parent: this },
          );
    this.namespace = new k8s.core.v1.Namespace(
      `${name}-istio-system`,
      {
        metadata: {
          name: istioNamespace,
          labels: { [networkLabel]: args.network },
          annotations: { ...ownedByStack, ...servedBy },
        },
      },
      { parent: this, provider: this.provider },
    );
    this.ownNamespaces = new Map(
      args.ownNamespaces.map(({ name: namespace, madeFor, ...labelled }) => [
        namespace,
        new k8s.core.v1.Namespace(
          // Neither name has an underscore, so that no two clusters have one of the same name.
          `${name}-namespace_${namespace}`,
          {
            metadata: {
              name: namespace,
              ...labelled,
              annotations: { ...ownedByStack, [madeForAnnotation]: madeFor },
            },
          },
          { parent: this, provider: this.provider },
        ),
      ]),
    );
    this.registerOutputs({ server: this.server });
  }

  /** What has to be there before an object in a namespace is, and stays longer; Istio's namespace where somebody else sees to it. */
  namespaceOf(namespace: string): k8s.core.v1.Namespace {
    return this.ownNamespaces.get(namespace) ?? this.namespace;
  }
}

function serverOf(kubeconfig: string): string {
  const parsed = JSON.parse(kubeconfig) as { clusters?: { cluster?: { server?: string } }[] };
  return parsed.clusters?.[0]?.cluster?.server ?? "";
}
