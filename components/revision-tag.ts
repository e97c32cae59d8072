import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { TagPlan } from "../stacks/control-planes/plan";
import type { MeshCluster } from "./mesh-cluster";
import { planAnnotation, revisionTagName } from "./names";
import { ownedByNoOperator, ownedByStack } from "./ownership";
import {
  buildTagWebhooks,
  deactivatedWebhooks,
  type Injection,
  revisionTagCondition,
  revisionTagLabels,
  type TagWebhooks,
} from "./specs/revision-tag";

export interface RevisionTagArgs {
  readonly cluster: MeshCluster;
  readonly plan: TagPlan;
  readonly webhooks: TagWebhooks;
  /**
   * What the webhooks of a remote call. They are not awaited: they come first, so that one that injects is there before
   * the profile's is off, and can be called when that can. Undefined on a primary.
   */
  readonly injection?: pulumi.Input<Injection>;
  /** What has to be there first. */
  readonly after: readonly pulumi.Resource[];
  /** How long it may take until its revision's istiod has written the authority. */
  readonly timeoutSeconds: number;
}

/**
 * The webhooks of a revision tag. Those of the tag `default` the operator makes, too: on a primary that it installs they
 * are its; on a remote it would make them once and never change them again, and pods of a remote whose network, address
 * or role has changed would be injected for the old one: there they are switched off, and the webhook of the remote
 * profile does all. See docs/adr/0010-revision-tags.md; with Helm it is the other way round on both.
 */
export class RevisionTag extends pulumi.ComponentResource {
  readonly webhooks: pulumi.Resource;

  constructor(name: string, args: RevisionTagArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:RevisionTag", name, {}, opts);
    const { cluster, webhooks, injection, after } = args;
    const { tag, revision } = args.plan;
    const timeout = `${args.timeoutSeconds}s`;
    this.webhooks = new k8s.admissionregistration.v1.MutatingWebhookConfiguration(
      name,
      {
        metadata: {
          name: revisionTagName(tag),
          labels: {
            ...revisionTagLabels(tag, revision),
            // It was the operator's before a mesh moved to Helm.
            ...(webhooks === "revision" ? ownedByNoOperator : {}),
          },
          annotations: {
            ...ownedByStack,
            ...(webhooks === "revision" ? { [planAnnotation]: revision } : {}),
            ...(injection === undefined || webhooks === "off"
              ? { "pulumi.com/waitFor": revisionTagCondition(webhooks, revision) }
              : {}),
          },
        },
        ...webhooksOf(webhooks, args.plan, injection),
      },
      {
        parent: this,
        provider: cluster.provider,
        customTimeouts: { create: timeout, update: timeout },
        dependsOn: [cluster.namespace, ...after],
      },
    );
    this.registerOutputs({});
  }
}

function webhooksOf(
  webhooks: TagWebhooks,
  { tag, revision }: TagPlan,
  injection: pulumi.Input<Injection> | undefined,
) {
  switch (webhooks) {
    // Server-side apply leaves the operator what the stack does not claim.
    case "operator":
      return {};
    case "off":
      return { webhooks: deactivatedWebhooks };
    case "revision":
      return {
        webhooks: pulumi.output(injection).apply((one) => buildTagWebhooks(tag, revision, one)),
      };
  }
}
