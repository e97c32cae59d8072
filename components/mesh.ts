import * as pulumi from "@pulumi/pulumi";
import { drawTopology } from "../stacks/diagram";
import type { ClusterPlan, MeshPlan } from "../stacks/mesh-plan";
import type { CertificateFacts } from "./certificate-facts";
import { EastWestGateway } from "./east-west-gateway";
import { IntermediateCertificateAuthority } from "./intermediate-certificate-authority";
import { IstioControlPlane } from "./istio-control-plane";
import { IstioOperatorRelease } from "./istio-operator-release";
import { MeshCluster } from "./mesh-cluster";
import { ReaderToken } from "./reader-token";
import { RemoteSecret } from "./remote-secret";
import { RootCertificateAuthority } from "./root-certificate-authority";
import { buildControlPlaneSpec } from "./specs/istio-operator";
import { TrustBundle } from "./trust-bundle";

export interface MeshArgs {
  readonly plan: MeshPlan;
  /** Administrator's kubeconfig of each cluster, by name. */
  readonly kubeconfigs: ReadonlyMap<string, pulumi.Input<string>>;
}

/** What people want to know of a cluster. */
export interface ClusterOutputs {
  readonly role: string;
  readonly network: string;
  readonly istiodVersion: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  /** Address of the east-west gateway; undefined where there is none. */
  readonly gatewayAddress: pulumi.Output<string> | undefined;
  readonly intermediate: pulumi.Output<CertificateFacts>;
}

interface MeshMember {
  readonly plan: ClusterPlan;
  readonly cluster: MeshCluster;
  readonly reader: ReaderToken;
  readonly outputs: ClusterOutputs;
}

/** A whole mesh, from its plan. Clusters are converged side by side. */
export class Mesh extends pulumi.ComponentResource {
  readonly root: pulumi.Output<CertificateFacts>;
  readonly clusters: Readonly<Record<string, ClusterOutputs>>;
  /** The mesh as Mermaid text. */
  readonly topology: string;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Mesh", name, {}, opts);
    const { certificates, clusters, mesh, topology } = args.plan;
    const root = new RootCertificateAuthority(
      `${name}-root-ca`,
      {
        meshId: mesh.id,
        algorithm: certificates.algorithm,
        validityDays: certificates.rootValidityDays,
        protect: certificates.protect,
      },
      { parent: this },
    );
    const members = new Map(
      clusters.map((plan) => [plan.name, this.join(plan, root, args)] as const),
    );
    for (const { plan, cluster } of members.values()) {
      for (const watched of plan.watches) {
        const peer = members.get(watched);
        if (peer === undefined) {
          throw new Error(`the plan of ${plan.name} watches ${watched}, which is no member`);
        }
        new RemoteSecret(
          // No cluster's name has an underscore, so no two pairs share a name.
          `${watched}-into_${plan.name}`,
          { reader: peer.reader, into: cluster },
          { parent: peer.cluster },
        );
      }
    }
    this.root = root.facts;
    this.clusters = Object.fromEntries([...members].map(([key, { outputs }]) => [key, outputs]));
    this.topology = drawTopology(mesh.id, topology);
    this.registerOutputs({ root: this.root, clusters: this.clusters, topology: this.topology });
  }

  private join(plan: ClusterPlan, root: RootCertificateAuthority, args: MeshArgs): MeshMember {
    const { name, network, mesh } = plan;
    const kubeconfig = args.kubeconfigs.get(name);
    if (kubeconfig === undefined) {
      throw new Error(`there is no kubeconfig of cluster ${name}`);
    }
    const cluster = new MeshCluster(name, { kubeconfig, network }, { parent: this });
    const child = { parent: cluster };
    const timeoutSeconds = mesh.readyTimeoutSeconds;
    const authority = new IntermediateCertificateAuthority(
      `${name}-intermediate-ca`,
      { cluster, root, validityDays: args.plan.certificates.intermediateValidityDays },
      child,
    );
    const trustBundle = new TrustBundle(`${name}-trust-bundle`, { cluster, root }, child);
    const operator = new IstioOperatorRelease(
      `${name}-operator`,
      { cluster, hub: mesh.hub, version: mesh.version, timeoutSeconds },
      child,
    );
    const controlPlane = new IstioControlPlane(
      `${name}-control-plane`,
      {
        cluster,
        operator,
        authority,
        trustBundle,
        controlPlane: buildControlPlaneSpec({ mesh, clusterName: name, network }),
        timeoutSeconds,
      },
      child,
    );
    const gateway =
      plan.eastWestGateway &&
      new EastWestGateway(
        `${name}-gateway`,
        {
          cluster,
          controlPlane,
          settings: { network, version: mesh.version, config: plan.eastWestGateway },
          timeoutSeconds,
        },
        child,
      );
    const reader = new ReaderToken(
      `${name}-reader`,
      { cluster, after: [controlPlane.rollout, ...(gateway ? [gateway.exposure] : [])] },
      child,
    );
    const outputs: ClusterOutputs = {
      role: plan.role,
      network,
      istiodVersion: controlPlane.version,
      revision: controlPlane.revision,
      gatewayAddress: gateway?.address,
      intermediate: authority.facts,
    };
    return { plan, cluster, reader, outputs };
  }
}
