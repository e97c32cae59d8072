import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MeshCluster } from "./mesh-cluster";
import { eastWestGatewayName, eastWestGatewaySelector, istioNamespace } from "./names";
import { order, type Prerequisites } from "./order";
import { ownedByStack } from "./ownership";
import {
  buildGatewayAutoscaler,
  buildGatewayDeployment,
  buildGatewayService,
  type EastWestGatewaySettings,
  gatewayLabels,
  gatewayRules,
} from "./specs/east-west-gateway";

export interface EastWestGatewayArgs {
  /** Cluster that gets the gateway. */
  readonly cluster: MeshCluster;
  /** The webhook that fills in the gateway's pods; without it a pod keeps the image "auto", which no registry has. */
  readonly injector: Prerequisites;
  readonly settings: EastWestGatewaySettings;
  /** How long a rollout, or the load balancer's address, may take. */
  readonly timeoutSeconds: number;
}

/** The gateway through which other networks reach the cluster's services. */
export class EastWestGateway extends pulumi.ComponentResource {
  /** IP or hostname of the load balancer. */
  readonly address: pulumi.Output<string>;
  /** The gateway, ready and with an address. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: EastWestGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:EastWestGateway", name, {}, opts);
    const { settings } = args;
    const metadata = {
      name: eastWestGatewayName,
      namespace: istioNamespace,
      labels: gatewayLabels(settings.network),
      annotations: ownedByStack,
    };
    const timeout = `${args.timeoutSeconds}s`;
    const child = {
      parent: this,
      provider: args.cluster.provider,
      dependsOn: [args.cluster.namespace],
    };
    const timed = { ...child, customTimeouts: { create: timeout, update: timeout } };

    const account = new k8s.core.v1.ServiceAccount(`${name}-account`, { metadata }, child);
    const role = new k8s.rbac.v1.Role(`${name}-role`, { metadata, rules: gatewayRules }, child);
    const binding = new k8s.rbac.v1.RoleBinding(
      `${name}-role-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: [
          { kind: "ServiceAccount", name: account.metadata.name, namespace: istioNamespace },
        ],
      },
      child,
    );
    const deployment = new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: buildGatewayDeployment(settings) },
      { ...timed, dependsOn: order(args.injector, binding) },
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          annotations: {
            ...ownedByStack,
            ...settings.gateway.config.serviceAnnotations,
            // The plugin's own wait asks for ready pods too and lets 10 s pass to see them settle; they have the
            // Deployment's wait.
            "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}",
          },
        },
        spec: buildGatewayService(settings),
      },
      timed,
    );
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      `${name}-autoscaler`,
      { metadata, spec: buildGatewayAutoscaler(settings) },
      { ...child, dependsOn: [deployment] },
    );
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: { ...eastWestGatewaySelector } } },
      },
      child,
    );
    this.ready = [deployment, service];
    this.address = service.status.apply(({ loadBalancer }) => {
      const [first] = loadBalancer.ingress;
      return first?.ip ?? first?.hostname ?? "";
    });
    this.registerOutputs({ address: this.address });
  }
}
