import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import { MeshCluster } from "../mesh-cluster";
import { istioNamespace } from "../names";
import { NamespaceInjection } from "../namespace-injection";
import type { NamedSecrets } from "../observability/secret-data";
import { type DockerConfigs, PullSecrets } from "../pull-secrets";
import type { ReaderToken } from "../reader-token";
import type { SigningAuthority, SigningFacts } from "../signing-authority";
import { TrustBundle } from "../trust-bundle";

/** What every cluster of a mesh is made from. */
export interface MemberArgs {
  /** The mesh. */
  readonly parent: pulumi.Resource;
  /** The administrator's kubeconfig. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Of the pull secrets that the stack makes. */
  readonly pullSecrets: DockerConfigs;
  /** Those that sections of observability name. */
  readonly observabilitySecrets: NamedSecrets;
  /** Kubeconfig of a cluster that is not in maintenance, if this one is. Secret. */
  readonly standIn?: pulumi.Input<string>;
  /** Waits until the cluster's istiod hands out these roots, PEMs. */
  readonly awaitDistribution: (cluster: string, bundle: string) => Promise<void>;
}

/** What people want to know of a cluster. Of one in maintenance nobody can say how it is. */
export interface ClusterOutputs {
  readonly role: string;
  readonly network: string;
  /** Version of the cluster's istiod; undefined in a remote and in maintenance, as are the next two. */
  readonly istiodVersion?: pulumi.Output<string>;
  readonly revision?: pulumi.Output<string>;
  /** Control planes beside that one, while the mesh moves from one to another. */
  readonly besides?: pulumi.Output<
    readonly { readonly istiodVersion: string; readonly revision: string }[]
  >;
  readonly intermediate?: pulumi.Output<SigningFacts | undefined>;
  /** Roots that workloads are told to trust, by name, as istiod hands them out; undefined in maintenance. */
  readonly trusts?: pulumi.Output<readonly string[]>;
  /** Address of the east-west gateway, in maintenance the last one that was seen; undefined where there is none. */
  readonly gatewayAddress?: pulumi.Output<string>;
  /** Addresses of the other gateways, by name, in maintenance the last ones; undefined where none has one. */
  readonly gateways?: Readonly<Record<string, pulumi.Output<string>>>;
  /** Whose istiod serves a remote, by what address, and why that one; undefined in a primary and in maintenance. */
  readonly controlPlane?: pulumi.Output<{
    readonly primary: string;
    readonly address: string;
    readonly reason: string;
  }>;
}

/** A cluster of the mesh, as far as other clusters have to do with it. */
export interface Member {
  readonly cluster: MeshCluster;
  readonly reader: ReaderToken;
  /** What stands behind the cluster's endpoints: others learn of them when it is there, and forget them before it goes. */
  readonly reachable: readonly pulumi.Resource[];
  /** Gateways of the config: they are endpoints too, but nothing that another cluster cannot do without. */
  readonly gateways: readonly pulumi.Resource[];
  readonly outputs: ClusterOutputs;
}

/** What primaries and remotes begin with: the connection. */
export function startMember(plan: ClusterPlan, args: MemberArgs, servedBy?: string) {
  const { name, network, mesh, ownNamespaces } = plan;
  const { kubeconfig, standIn } = args;
  const cluster = new MeshCluster(
    name,
    {
      kubeconfig,
      network,
      ownNamespaces,
      ...(standIn === undefined ? {} : { standIn }),
      ...(servedBy === undefined ? {} : { servedBy }),
    },
    { parent: args.parent },
  );
  const pullSecrets = addPullSecrets(cluster, istioNamespace, cluster.namespace, args);
  const child = { parent: cluster };
  return { cluster, child, pullSecrets, timeoutSeconds: mesh.readyTimeoutSeconds };
}

/** The stack's pull secrets in a namespace, none if it makes none. @param after the namespace */
export function addPullSecrets(
  cluster: MeshCluster,
  namespace: string,
  after: pulumi.Resource,
  { pullSecrets: configs }: Pick<MemberArgs, "pullSecrets">,
): readonly pulumi.Resource[] {
  return configs.size === 0
    ? []
    : new PullSecrets(
        `${cluster.clusterName}-pull-secrets_${namespace}`,
        { cluster, namespace, after, configs },
        { parent: cluster },
      ).made;
}

/** The roots that the member's workloads trust, where istiod would leave them behind. */
export function addTrustBundle(
  cluster: MeshCluster,
  { bundle, mark }: SigningAuthority,
): TrustBundle {
  return new TrustBundle(
    `${cluster.clusterName}-trust-bundle`,
    { cluster, bundle, mark },
    { parent: cluster },
  );
}

/** The roots that workloads of a cluster trust, known when its istiod hands them out. */
export function distributed(
  cluster: MeshCluster,
  authority: SigningAuthority,
  started: readonly pulumi.Resource[],
  { awaitDistribution }: MemberArgs,
): pulumi.Output<readonly string[]> {
  const rolledOut = pulumi.all(started.map((one) => one.urn));
  return pulumi
    .all([authority.bundle, authority.trusts, rolledOut])
    .apply(async ([bundle, trusts]) => {
      await awaitDistribution(cluster.clusterName, bundle);
      return trusts;
    });
}

/** What the plan says of users' namespaces. @param injector what injects their pods */
export function addNamespaces(
  { name, namespaces }: ClusterPlan,
  cluster: MeshCluster,
  injector: readonly pulumi.Resource[],
): void {
  for (const namespace of namespaces) {
    new NamespaceInjection(
      // Neither name has an underscore, so that no two clusters have one of the same name.
      `${name}-injection_${namespace.name}`,
      { cluster, namespace, injector },
      { parent: cluster },
    );
  }
}
