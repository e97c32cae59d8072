import type * as pulumi from "@pulumi/pulumi";

/** What makes a cluster part of the mesh, whoever installed it: istiod on a primary, what leads to it on a remote. */
export interface ControlPlane {
  /** What others wait for; whether istiod runs as planned is for its rollout to say. */
  readonly installed: readonly pulumi.Resource[];
}
