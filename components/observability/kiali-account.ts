import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MeshCluster } from "../mesh-cluster";
import { istioNamespace, kialiServiceAccount } from "../names";
import { ownedByStack } from "../ownership";
import { tokenIn } from "../reader-token";
import type { ClusterToken } from "../remote-secret";
import { kialiIstiodRules, kialiRules } from "../specs/observability/kiali";

export interface KialiAccountArgs {
  /** Cluster that Kiali reads from another one. */
  readonly cluster: MeshCluster;
}

/** The account with which Kiali reads a cluster that it does not run in: its own, not that of Istio's readers. */
export class KialiAccount extends pulumi.ComponentResource implements ClusterToken {
  readonly cluster: MeshCluster;
  /** Secret. */
  readonly token: pulumi.Output<string>;
  /** Base64 of the PEM of the authority of the API server. */
  readonly caData: pulumi.Output<string>;

  constructor(name: string, args: KialiAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:KialiAccount", name, {}, opts);
    const { cluster } = args;
    this.cluster = cluster;
    const child = { parent: this, provider: cluster.provider, dependsOn: [cluster.namespace] };
    const metadata = { name: kialiServiceAccount, annotations: ownedByStack };
    const namespaced = { ...metadata, namespace: istioNamespace };
    const account = new k8s.core.v1.ServiceAccount(name, { metadata: namespaced }, child);
    const apiGroup = "rbac.authorization.k8s.io";
    const subjects = [
      { kind: "ServiceAccount", name: kialiServiceAccount, namespace: istioNamespace },
    ];
    const clusterRole = new k8s.rbac.v1.ClusterRole(
      `${name}-cluster-role`,
      { metadata, rules: kialiRules },
      child,
    );
    const role = new k8s.rbac.v1.Role(
      `${name}-role`,
      { metadata: namespaced, rules: kialiIstiodRules },
      child,
    );
    const bindings = [
      new k8s.rbac.v1.ClusterRoleBinding(
        `${name}-cluster-role-binding`,
        {
          metadata,
          roleRef: { apiGroup, kind: "ClusterRole", name: clusterRole.metadata.name },
          subjects,
        },
        child,
      ),
      new k8s.rbac.v1.RoleBinding(
        `${name}-role-binding`,
        {
          metadata: namespaced,
          roleRef: { apiGroup, kind: "Role", name: role.metadata.name },
          subjects,
        },
        child,
      ),
    ];
    const secret = new k8s.core.v1.Secret(
      `${name}-token`,
      {
        metadata: {
          ...namespaced,
          annotations: {
            ...ownedByStack,
            "kubernetes.io/service-account.name": kialiServiceAccount,
          },
        },
        type: "kubernetes.io/service-account-token",
      },
      // Kiali tries what it may read when it starts.
      { ...child, dependsOn: [account, ...bindings] },
    );
    const { token, caData } = tokenIn(secret);
    this.token = token;
    this.caData = caData;
    this.registerOutputs({});
  }
}
