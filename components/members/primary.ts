import type * as pulumi from "@pulumi/pulumi";
import type { PrimaryPlan } from "../../stacks/mesh-plan";
import { GatewayExposure } from "../gateway-exposure";
import { IstioControlPlane } from "../istio-control-plane";
import { IstiodRollout } from "../istiod-rollout";
import type { MeshCluster } from "../mesh-cluster";
import { ReaderToken } from "../reader-token";
import { RevisionTag } from "../revision-tag";
import type { SigningAuthority } from "../signing-authority";
import { buildPrimarySpec } from "../specs/istio-operator";
import { addEastWestGateway, addGateways } from "./gateways";
import { addTrustBundle, distributed, type Member, type MemberArgs, startMember } from "./member";

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
  const { cluster, child, timeoutSeconds, operator } = startMember(plan, args);
  const authority = args.authorize(plan, cluster);
  const trustBundle = addTrustBundle(cluster, authority);
  const { spec, planHash } = buildPrimarySpec(plan);
  const controlPlane = new IstioControlPlane(
    `${name}-control-plane`,
    {
      cluster,
      operator,
      spec: authority.canSign.apply(() => spec),
      // istiod makes a root of its own if it starts without cacerts, and writes the bundle again when it is deleted
      // while istiod runs.
      after: [...authority.after, ...trustBundle.configMaps],
      timeoutSeconds,
    },
    child,
  );
  // Taken over from the operator, which makes it; on a former remote it may only be on when the remote's webhook is off.
  new RevisionTag(
    `${name}-revision-tag`,
    { cluster, role, after: [controlPlane.istioOperator] },
    child,
  );
  const rollout = new IstiodRollout(
    `${name}-istiod-rollout`,
    { cluster, controlPlane, planHash, timeoutSeconds },
    child,
  );
  const injector = { dependsOn: [rollout.deployment] };
  const gateway = addEastWestGateway(plan, cluster, injector);
  const gateways = addGateways(plan, cluster, injector);
  const exposure = new GatewayExposure(
    `${name}-exposure`,
    {
      cluster,
      exposes: plan.exposes,
      after: [rollout.deployment, ...(gateway?.ready ?? [])],
    },
    child,
  );
  const reader = new ReaderToken(`${name}-reader`, { cluster, controlPlane }, child);
  return {
    cluster,
    reader,
    authority,
    gatewayAddress: gateway?.address,
    reachable: [rollout.deployment, ...(gateway?.ready ?? []), ...exposure.objects],
    gateways: gateways.deployments,
    outputs: {
      role,
      network,
      ...(maintenance
        ? {}
        : {
            istiodVersion: rollout.version,
            revision: rollout.revision,
            intermediate: authority.facts,
            trusts: distributed(cluster, authority, rollout.deployment, args),
          }),
      ...(gateway?.address ? { gatewayAddress: gateway.address } : {}),
      ...gateways.outputs,
    },
  };
}
