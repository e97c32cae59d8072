import * as pulumi from "@pulumi/pulumi";
import { drawTopology } from "../stacks/diagram";
import type { ClusterPlan, MeshPlan, RemotePlan } from "../stacks/mesh-plan";
import type { CertificateFacts } from "./certificate-facts";
import type { ClusterOutputs, Member, MemberArgs } from "./members/member";
import { joinPrimary, type PrimaryMember } from "./members/primary";
import { joinRemote } from "./members/remote";
import { RemoteSecret, remoteSecretResource } from "./remote-secret";
import { RootCertificateAuthority } from "./root-certificate-authority";

export interface MeshArgs {
  readonly plan: MeshPlan;
  /** Administrator's kubeconfig of each cluster, by name. */
  readonly kubeconfigs: ReadonlyMap<string, pulumi.Input<string>>;
}

/** A whole mesh, from its plan. Clusters are converged side by side. */
export class Mesh extends pulumi.ComponentResource {
  readonly root: pulumi.Output<CertificateFacts>;
  readonly clusters: Readonly<Record<string, ClusterOutputs>>;
  /** The mesh as Mermaid text. */
  readonly topology: string;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Mesh", name, {}, opts);
    const { certificates, mesh, primaries, remotes, topology } = args.plan;
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
    const memberArgs = (plan: ClusterPlan): MemberArgs => ({
      parent: this,
      kubeconfig: found(args.kubeconfigs, plan.name),
      root,
    });
    const { intermediateValidityDays } = certificates;
    const primaryMembers = new Map(
      primaries.map((plan) => {
        const member = joinPrimary(plan, { ...memberArgs(plan), intermediateValidityDays });
        return [plan.name, member] as const;
      }),
    );
    const remoteMembers = remotes.map((plan) => {
      const member = joinRemote(plan, {
        ...memberArgs(plan),
        ...served(args.plan, plan, primaryMembers),
      });
      return [plan.name, member] as const;
    });
    const members: ReadonlyMap<string, Member> = new Map([...primaryMembers, ...remoteMembers]);
    for (const plan of primaries) {
      // Those that it serves have made theirs, for they need it.
      for (const watch of plan.watches.filter((one) => !one.serves)) {
        const watched = found(members, watch.cluster);
        new RemoteSecret(
          remoteSecretResource(watch.cluster, plan.name),
          {
            watch,
            reader: watched.reader,
            into: found(members, plan.name).cluster,
            after: watched.reachable,
          },
          { parent: watched.cluster },
        );
      }
    }
    const outputs = topology.clusters.map(
      (one) => [one.name, found(members, one.name).outputs] as const,
    );
    this.root = root.facts;
    this.clusters = Object.fromEntries(outputs);
    this.topology = drawTopology(mesh.id, topology);
    this.registerOutputs({ root: this.root, clusters: this.clusters, topology: this.topology });
  }
}

/** What a remote needs of its primary. */
function served(plan: MeshPlan, remote: RemotePlan, members: ReadonlyMap<string, PrimaryMember>) {
  const primary = plan.primaries.find((one) => one.name === remote.primary);
  const watch = primary?.watches.find((one) => one.cluster === remote.name);
  if (watch === undefined) {
    throw new Error(`the plan of ${remote.primary} does not watch its remote ${remote.name}`);
  }
  return { primary: found(members, remote.primary), watch };
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) {
    throw new Error(`there is no ${name} among ${[...map.keys()].join(", ")}`);
  }
  return value;
}
