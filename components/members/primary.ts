import type * as pulumi from "@pulumi/pulumi";
import type { PrimaryPlan } from "../../stacks/mesh-plan";
import { GatewayExposure } from "../gateway-exposure";
import { IntermediateCertificateAuthority } from "../intermediate-certificate-authority";
import { IstioControlPlane } from "../istio-control-plane";
import { IstiodRollout } from "../istiod-rollout";
import { ReaderToken } from "../reader-token";
import { RevisionTag } from "../revision-tag";
import { buildPrimarySpec } from "../specs/istio-operator";
import { addGateway, type Member, type MemberArgs, startMember } from "./member";

export interface PrimaryArgs extends MemberArgs {
  /** Lifetime of its istiod's signing certificate. */
  readonly intermediateValidityDays: number;
}

export interface PrimaryMember extends Member {
  /** Address of its gateway, by which remotes reach its istiod; undefined if it has no gateway. */
  readonly gatewayAddress: pulumi.Output<string> | undefined;
}

/** A cluster with an istiod of its own. */
export function joinPrimary(plan: PrimaryPlan, args: PrimaryArgs): PrimaryMember {
  const { name, network, role } = plan;
  const { cluster, child, timeoutSeconds, trustBundle, operator } = startMember(plan, args);
  const authority = new IntermediateCertificateAuthority(
    `${name}-intermediate-ca`,
    { cluster, root: args.root, validityDays: args.intermediateValidityDays },
    child,
  );
  const { spec, planHash } = buildPrimarySpec(plan);
  const controlPlane = new IstioControlPlane(
    `${name}-control-plane`,
    {
      cluster,
      operator,
      spec,
      // istiod makes a root of its own if it starts without cacerts, and writes the bundle again when it is deleted
      // while istiod runs.
      after: [authority.secret, ...trustBundle.configMaps],
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
  const gateway = addGateway(plan, cluster, { dependsOn: [rollout.deployment] });
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
    gatewayAddress: gateway?.address,
    reachable: [rollout.deployment, ...(gateway?.ready ?? []), ...exposure.objects],
    outputs: {
      role,
      network,
      istiodVersion: rollout.version,
      revision: rollout.revision,
      intermediate: authority.facts,
      ...(gateway ? { gatewayAddress: gateway.address } : {}),
    },
  };
}
