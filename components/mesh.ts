import * as pulumi from "@pulumi/pulumi";
import { drawTopology } from "../stacks/diagram";
import type { AuthorityInputs } from "../stacks/certificates/load";
import type { ClusterPlan, RemotePlan } from "../stacks/cluster-plan";
import type { MeshPlan } from "../stacks/mesh-plan";
import { Authorities, type AuthorityOutputs } from "./authorities";
import { addKiali } from "./members/kiali";
import type { ClusterOutputs, Member, MemberArgs } from "./members/member";
import { joinPrimary, type PrimaryMember } from "./members/primary";
import { joinRemote } from "./members/remote";
import type { NamedSecrets } from "./observability/secret-data";
import type { DockerConfigs } from "./pull-secrets";
import { RemoteSecret, remoteSecretResource } from "./remote-secret";

export interface MeshArgs {
  readonly plan: MeshPlan;
  /** Administrator's kubeconfig of each cluster, by name. */
  readonly kubeconfigs: ReadonlyMap<string, pulumi.Input<string>>;
  /** Of the pull secrets that the stack makes. @default none */
  readonly pullSecrets?: DockerConfigs;
  /** Those that sections of observability name. @default none */
  readonly observabilitySecrets?: NamedSecrets;
  /** What certificates need beside the plan. */
  readonly authority: AuthorityInputs;
}

/** A whole mesh, from its plan. Clusters are converged side by side. */
export class Mesh extends pulumi.ComponentResource {
  readonly certificates: AuthorityOutputs;
  readonly clusters: Readonly<Record<string, ClusterOutputs>>;
  /** The mesh as Mermaid text. */
  readonly topology: string;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Mesh", name, {}, opts);
    const { authority, kiali, mesh, primaries, remotes, topology } = args.plan;
    const authorities = new Authorities(name, authority, args.authority, this);
    const kubeconfigOf = ({ name: cluster }: ClusterPlan) => found(args.kubeconfigs, cluster);
    const present = [...primaries, ...remotes].find((plan) => !plan.maintenance);
    const memberArgs = (plan: ClusterPlan): MemberArgs => ({
      parent: this,
      kubeconfig: kubeconfigOf(plan),
      pullSecrets: args.pullSecrets ?? new Map(),
      observabilitySecrets: args.observabilitySecrets ?? new Map(),
      ...(plan.maintenance && present ? { standIn: kubeconfigOf(present) } : {}),
      awaitDistribution: args.authority.awaitDistribution,
    });
    const primaryMembers = new Map(
      primaries.map((plan) => {
        const member = joinPrimary(plan, {
          ...memberArgs(plan),
          authorize: (primary, cluster) => authorities.authorize(primary, cluster),
        });
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
            // Secrets alone wait for those: a gateway that does not come up must not keep a remote from its istiod.
            after: [...watched.reachable, ...watched.gateways],
          },
          { parent: watched.cluster },
        );
      }
    }
    if (kiali) {
      addKiali(kiali, mesh.readyTimeoutSeconds, (cluster) => found(members, cluster));
    }
    const outputs = topology.clusters.map(
      (one) => [one.name, found(members, one.name).outputs] as const,
    );
    this.certificates = authorities.outputs;
    this.clusters = Object.fromEntries(outputs);
    this.topology = drawTopology(args.plan);
    this.registerOutputs({
      certificates: this.certificates,
      clusters: this.clusters,
      topology: this.topology,
    });
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
