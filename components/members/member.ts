import type * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../stacks/mesh-plan";
import type { CertificateFacts } from "../certificate-facts";
import { EastWestGateway } from "../east-west-gateway";
import { IstioOperatorRelease } from "../istio-operator-release";
import { MeshCluster } from "../mesh-cluster";
import type { Prerequisites } from "../order";
import type { ReaderToken } from "../reader-token";
import type { RootCertificateAuthority } from "../root-certificate-authority";
import { TrustBundle } from "../trust-bundle";

/** What every cluster of a mesh is made from. */
export interface MemberArgs {
  /** The mesh. */
  readonly parent: pulumi.Resource;
  /** The administrator's kubeconfig. Secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Root that the cluster's workloads trust. */
  readonly root: RootCertificateAuthority;
}

/** What people want to know of a cluster. */
export interface ClusterOutputs {
  readonly role: string;
  readonly network: string;
  /** Version of the cluster's istiod; undefined in a remote, as are the next two. */
  readonly istiodVersion?: pulumi.Output<string>;
  readonly revision?: pulumi.Output<string>;
  readonly intermediate?: pulumi.Output<CertificateFacts>;
  /** Address of the east-west gateway; undefined where there is none. */
  readonly gatewayAddress?: pulumi.Output<string>;
  /** Whose istiod serves a remote, by what address, and why that one; undefined in a primary. */
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
  readonly outputs: ClusterOutputs;
}

/** What primaries and remotes begin with: the connection, the root that workloads trust, the operator. */
export function startMember(plan: ClusterPlan, args: MemberArgs, servedBy?: string) {
  const { name, network, mesh } = plan;
  const cluster = new MeshCluster(
    name,
    { kubeconfig: args.kubeconfig, network, ...(servedBy === undefined ? {} : { servedBy }) },
    { parent: args.parent },
  );
  const child = { parent: cluster };
  const timeoutSeconds = mesh.readyTimeoutSeconds;
  const trustBundle = new TrustBundle(`${name}-trust-bundle`, { cluster, root: args.root }, child);
  const operator = new IstioOperatorRelease(
    `${name}-operator`,
    { cluster, hub: mesh.hub, version: mesh.version, timeoutSeconds },
    child,
  );
  return { cluster, child, timeoutSeconds, trustBundle, operator };
}

/** The member's east-west gateway, if the plan has one. */
export function addGateway(
  { name, network, mesh, eastWestGateway: gateway }: ClusterPlan,
  cluster: MeshCluster,
  injector: Prerequisites,
): EastWestGateway | undefined {
  return (
    gateway &&
    new EastWestGateway(
      `${name}-gateway`,
      {
        cluster,
        injector,
        settings: { network, version: mesh.version, gateway },
        timeoutSeconds: mesh.readyTimeoutSeconds,
      },
      { parent: cluster },
    )
  );
}
