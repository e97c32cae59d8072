import * as pulumi from "@pulumi/pulumi";
import type { PrimaryPlan } from "../../stacks/cluster-plan";
import { GatewayExposure } from "../gateway-exposure";
import { IstiodRollout } from "../istiod-rollout";
import type { MeshCluster } from "../mesh-cluster";
import { MeshSecurity } from "../mesh-security";
import { revisioned } from "../names";
import { ReaderToken } from "../reader-token";
import { RevisionTag } from "../revision-tag";
import type { SigningAuthority } from "../signing-authority";
import { buildPrimarySpec } from "../specs/istio-values";
import { addEastWestGateway, addGateways } from "./gateways";
import { installPrimary } from "./install";
import { addObservability } from "./observability";
import {
  addNamespaces,
  addTrustBundle,
  distributed,
  type Member,
  type MemberArgs,
  startMember,
} from "./member";

export interface PrimaryArgs extends MemberArgs {
  /** Makes, or waits for, what its istiod signs with. */
  readonly authorize: (plan: PrimaryPlan, cluster: MeshCluster) => SigningAuthority;
}

export interface PrimaryMember extends Member {
  readonly authority: SigningAuthority;
  /** Address of its gateway, by which remotes reach its istiod; undefined if it has no gateway. */
  readonly gatewayAddress: pulumi.Output<string> | undefined;
}

/** A cluster with an istiod of its own. */
export function joinPrimary(plan: PrimaryPlan, args: PrimaryArgs): PrimaryMember {
  const { name, network, role, maintenance } = plan;
  const [own, ...others] = plan.controlPlanes;
  const { cluster, child, pullSecrets, timeoutSeconds } = startMember(plan, args);
  const authority = args.authorize(plan, cluster);
  const trustBundle = addTrustBundle(cluster, authority);
  const planned = plan.controlPlanes.map((plane) => {
    const { spec, planHash } = buildPrimarySpec(plan, plane);
    return { plane, planHash, spec: authority.canSign.apply(() => spec) };
  });
  const { controlPlanes, shared } = installPrimary(plan, planned, {
    cluster,
    // istiod makes a root of its own if it starts without cacerts, and writes the bundle again when it is deleted while
    // istiod runs.
    after: [...pullSecrets, ...authority.after, ...trustBundle.configMaps],
    pullSecrets: args.pullSecrets,
  });
  const { installer } = plan.mesh;
  const rollouts = planned.map(({ plane: { revision }, planHash }, at) => {
    const controlPlane = controlPlanes[at] ?? shared;
    return new IstiodRollout(
      revisioned(`${name}-istiod-rollout`, revision),
      { cluster, controlPlane, installer, revision, planHash, timeoutSeconds },
      child,
    );
  });
  const deployments = rollouts.map((one) => one.deployment);
  const tags = plan.tags.map(
    (tag) =>
      new RevisionTag(
        revisioned(`${name}-revision-tag`, tag.tag),
        {
          cluster,
          plan: tag,
          webhooks: plan.tagWebhooks,
          // Taken over from the operator, which makes it; on a former remote it may only be on when the remote's webhook is off.
          after: plan.tagWebhooks === "operator" ? shared.installed : deployments,
          timeoutSeconds,
        },
        child,
      ).webhooks,
  );
  const security = new MeshSecurity(
    `${name}-security`,
    { cluster, objects: plan.security, after: deployments },
    child,
  );
  const injector = { dependsOn: [...deployments, ...tags] };
  const gateway = addEastWestGateway(plan, cluster, injector);
  const gateways = addGateways(plan, cluster, injector, args);
  addNamespaces(plan, cluster, injector.dependsOn);
  addObservability(plan, cluster, deployments, args);
  const exposure = new GatewayExposure(
    `${name}-exposure`,
    {
      cluster,
      exposes: plan.exposes,
      revisions: [own.revision, ...others.map((one) => one.revision)],
      after: [...deployments, ...(gateway?.ready ?? [])],
    },
    child,
  );
  const reader = new ReaderToken(`${name}-reader`, { cluster, controlPlane: shared }, child);
  return {
    cluster,
    reader,
    authority,
    gatewayAddress: gateway?.address,
    reachable: [
      ...deployments,
      ...(gateway?.ready ?? []),
      ...exposure.objects,
      // Else its gateway may let nobody through.
      ...security.made,
    ],
    gateways: gateways.deployments,
    outputs: {
      role,
      network,
      ...(maintenance
        ? {}
        : {
            ...runningVersions(plan, rollouts),
            intermediate: authority.facts,
            trusts: distributed(cluster, authority, deployments, args),
          }),
      ...(gateway?.address ? { gatewayAddress: gateway.address } : {}),
      ...gateways.outputs,
    },
  };
}

/** Which istiod the mesh's workloads have if they ask for no other, and those beside it. */
function runningVersions(
  { controlPlanes, inForce }: PrimaryPlan,
  rollouts: readonly IstiodRollout[],
) {
  const running = rollouts.map(({ version, revision }, at) => ({
    version,
    revision,
    isUsed: controlPlanes[at]?.revision === inForce.revision,
  }));
  const used = running.find((one) => one.isUsed);
  const beside = running.filter((one) => one !== used);
  return {
    ...(used ? { istiodVersion: used.version, revision: used.revision } : {}),
    ...(beside.length > 0
      ? {
          besides: pulumi.output(
            beside.map(({ version, revision }) => ({ istiodVersion: version, revision })),
          ),
        }
      : {}),
  };
}
