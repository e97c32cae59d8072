import * as pulumi from "@pulumi/pulumi";
import { chooseControlPlaneAddress } from "../../stacks/control-plane-address";
import { defaultRevision } from "../../stacks/control-planes/schema";
import type { RemotePlan, WatchPlan } from "../../stacks/mesh-plan";
import { resolveHostname } from "../../stacks/resolve-hostname";
import { ReaderToken } from "../reader-token";
import { RemoteInjection } from "../remote-injection";
import { RemoteSecret, remoteSecretResource } from "../remote-secret";
import { RevisionTag } from "../revision-tag";
import { buildRemoteSpec } from "../specs/istio-values";
import { addEastWestGateway, addGateways } from "./gateways";
import { installRemote } from "./install";
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
  const tag = new RevisionTag(
    `${name}-revision-tag`,
    {
      cluster,
      plan: { tag: defaultRevision, revision: defaultRevision },
      webhooks: "off",
      after: [],
      timeoutSeconds,
    },
    child,
  );
  const spec = address.apply((chosen) => buildRemoteSpec(plan, chosen));
  const controlPlane = installRemote(plan, spec, {
    cluster,
    // The operator makes a tag where it finds none, and takes one that is on for a conflict.
    after: [tag.webhooks, ...pullSecrets, ...trustBundle.configMaps, ...primary.reachable],
    pullSecrets: args.pullSecrets,
  });
  const reader = new ReaderToken(`${name}-reader`, { cluster, controlPlane }, child);
  const remoteSecret = new RemoteSecret(
    remoteSecretResource(name, plan.primary),
    { watch, reader, into: primary.cluster, after: [] },
    child,
  );
  const injection = new RemoteInjection(
    `${name}-injection`,
    { cluster, controlPlane, address, remoteSecret, timeoutSeconds },
    child,
  );
  const injector = { dependsOn: controlPlane.installed, awaits: [injection.webhook] };
  const gateway = addEastWestGateway(plan, cluster, injector);
  const gateways = addGateways(plan, cluster, injector, args);
  addNamespaces(plan, cluster, [injection.webhook]);
  return {
    cluster,
    reader,
    reachable: [injection.webhook, ...(gateway?.ready ?? [])],
    gateways: gateways.deployments,
    outputs: {
      role,
      network,
      ...(gateway?.address ? { gatewayAddress: gateway.address } : {}),
      ...gateways.outputs,
      ...(maintenance
        ? {}
        : {
            trusts: distributed(cluster, primary.authority, [injection.webhook], args),
            controlPlane: address.apply(({ remotePilotAddress, reason }) => ({
              primary: plan.primary,
              address: remotePilotAddress,
              reason,
            })),
          }),
    },
  };
}
