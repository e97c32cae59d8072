import * as pulumi from "@pulumi/pulumi";
import { chooseControlPlaneAddress } from "../../stacks/control-plane-address";
import type { TagPlan } from "../../stacks/control-planes/plan";
import type { RemotePlan, WatchPlan } from "../../stacks/cluster-plan";
import { resolveHostname } from "../../stacks/resolve-hostname";
import { revisioned } from "../names";
import { ReaderToken } from "../reader-token";
import { RemoteInjection } from "../remote-injection";
import { RemoteSecret, remoteSecretResource } from "../remote-secret";
import { RevisionTag } from "../revision-tag";
import { buildRemoteSpec } from "../specs/istio-values";
import { addEastWestGateway, addGateways } from "./gateways";
import { installRemote } from "./install";
import { addObservability } from "./observability";
import {
  addNamespaces,
  addTrustBundle,
  distributed,
  type Member,
  type MemberArgs,
  startMember,
} from "./member";
import type { PrimaryMember } from "./primary";

export interface RemoteArgs extends MemberArgs {
  readonly primary: PrimaryMember;
  /** How the primary's istiod watches the remote. */
  readonly watch: WatchPlan;
}

/** A cluster that is served by its primary's istiod. */
export function joinRemote(plan: RemotePlan, args: RemoteArgs): Member {
  const { name, network, role, maintenance } = plan;
  const { installer } = plan.mesh;
  const { primary, watch } = args;
  const started = startMember(plan, args, plan.primary);
  const { cluster, child, pullSecrets, timeoutSeconds } = started;
  const trustBundle = addTrustBundle(cluster, primary.authority);
  const address = pulumi.output(primary.gatewayAddress).apply((gateway) =>
    chooseControlPlaneAddress({
      access: plan.controlPlaneAccess,
      gateway: gateway ?? "",
      cluster: name,
      network,
      resolve: (hostname) => resolveHostname(hostname, timeoutSeconds),
    }),
  );
  const addTag = (tag: TagPlan, after: readonly pulumi.Resource[]) =>
    new RevisionTag(
      revisioned(`${name}-revision-tag`, tag.tag),
      {
        cluster,
        plan: tag,
        webhooks: plan.tagWebhooks,
        injection: address.apply((chosen) => chosen.injection),
        after,
        timeoutSeconds,
      },
      child,
    ).webhooks;
  const [defaultTag, ...otherTags] = plan.tags;
  // The operator makes a tag where it finds none, and takes one that is on for a conflict.
  const tag = addTag(defaultTag, []);
  const planned = plan.controlPlanes.map((plane) => ({
    plane,
    spec: address.apply((chosen) => buildRemoteSpec(plan, plane, chosen)),
  }));
  const { controlPlanes, shared } = installRemote(plan, planned, {
    cluster,
    after: [tag, ...pullSecrets, ...trustBundle.configMaps, ...primary.reachable],
    pullSecrets: args.pullSecrets,
  });
  const installed = [
    ...new Set([...shared.installed, ...controlPlanes.flatMap((one) => one.installed)]),
  ];
  // A cluster that leaves is forgotten before its gateway goes: the token has to hang on no less than the gateway does.
  const reader = new ReaderToken(`${name}-reader`, { cluster, controlPlane: { installed } }, child);
  const remoteSecret = new RemoteSecret(
    remoteSecretResource(name, plan.primary),
    { watch, reader, into: primary.cluster, after: [] },
    child,
  );
  const webhooks = plan.controlPlanes.map(({ revision }, at) => {
    const controlPlane = controlPlanes[at] ?? shared;
    return new RemoteInjection(
      revisioned(`${name}-injection`, revision),
      { cluster, installer, revision, controlPlane, address, remoteSecret, timeoutSeconds },
      child,
    ).webhook;
  });
  for (const one of otherTags) {
    addTag(one, webhooks);
  }
  const injector = { dependsOn: installed, awaits: webhooks };
  const gateway = addEastWestGateway(plan, cluster, injector);
  const gateways = addGateways(plan, cluster, injector, args);
  addNamespaces(plan, cluster, webhooks);
  addObservability(plan, cluster, webhooks, args);
  return {
    cluster,
    reader,
    reachable: [...webhooks, ...(gateway?.ready ?? [])],
    gateways: gateways.deployments,
    outputs: {
      role,
      network,
      ...(gateway?.address ? { gatewayAddress: gateway.address } : {}),
      ...gateways.outputs,
      ...(maintenance
        ? {}
        : {
            trusts: distributed(cluster, primary.authority, webhooks, args),
            controlPlane: address.apply(({ remotePilotAddress, reason }) => ({
              primary: plan.primary,
              address: remotePilotAddress,
              reason,
            })),
          }),
    },
  };
}
