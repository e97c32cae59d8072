import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Role } from "../stacks/topology";
import type { MeshCluster } from "./mesh-cluster";
import { revisionTagName } from "./names";
import { ownedByStack } from "./ownership";
import { deactivatedWebhooks, revisionTagCondition, revisionTagLabels } from "./specs/revision-tag";

export interface RevisionTagArgs {
  readonly cluster: MeshCluster;
  /** A primary's tag is as the operator makes it, a remote's is switched off. */
  readonly role: Role;
  /** What has to be there first. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The webhooks of the default revision. On a remote the operator would make them once and never change them again, and
 * pods of a remote whose network, address or role has changed would be injected for the old one: there they are
 * switched off, and the webhook of the remote profile does all. See docs/adr/0010-revision-tags.md.
 */
export class RevisionTag extends pulumi.ComponentResource {
  readonly webhooks: pulumi.Resource;

  constructor(name: string, args: RevisionTagArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:RevisionTag", name, {}, opts);
    const { cluster, role, after } = args;
    this.webhooks = new k8s.admissionregistration.v1.MutatingWebhookConfiguration(
      name,
      {
        metadata: {
          name: revisionTagName,
          labels: revisionTagLabels,
          annotations: { ...ownedByStack, "pulumi.com/waitFor": revisionTagCondition(role) },
        },
        // Server-side apply leaves the operator what the stack does not claim.
        ...(role === "remote" ? { webhooks: deactivatedWebhooks } : {}),
      },
      { parent: this, provider: cluster.provider, dependsOn: [cluster.namespace, ...after] },
    );
    this.registerOutputs({});
  }
}
