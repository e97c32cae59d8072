import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { GatewayPlan } from "../stacks/gateway-plan";
import type { MeshCluster } from "./mesh-cluster";
import { order, type Prerequisites } from "./order";
import { ownedByStack } from "./ownership";
import {
  buildGatewayAutoscaler,
  buildGatewayDeployment,
  buildGatewayDisruptionBudget,
  buildGatewayService,
  gatewayLabels,
  gatewayRules,
  type GatewaySettings,
  reachableCondition,
} from "./specs/gateway";

export interface GatewayArgs {
  /** Cluster that gets the gateway. */
  readonly cluster: MeshCluster;
  /** Namespace that it is to run in, which has to be there first. */
  readonly namespace: pulumi.Resource;
  /** The webhook that fills in the gateway's pods; without it a pod keeps the image "auto", which no registry has. */
  readonly injector: Prerequisites;
  readonly settings: GatewaySettings;
  /** How long a rollout, or the load balancer's address, may take. */
  readonly timeoutSeconds: number;
}

/** One type for ingress and egress: a gateway that changes its kind keeps its objects. */
const types: Readonly<Record<GatewayPlan["kind"], string>> = {
  eastWest: "istio-mesh:index:EastWestGateway",
  ingress: "istio-mesh:index:Gateway",
  egress: "istio-mesh:index:Gateway",
};

/**
 * A gateway of a cluster: an east-west one, through which other networks reach the cluster's services, or one for what
 * enters or leaves the mesh.
 */
export class Gateway extends pulumi.ComponentResource {
  /** IP or hostname of the load balancer; undefined if it has none. */
  readonly address: pulumi.Output<string> | undefined;
  readonly deployment: pulumi.Resource;
  /** The gateway, ready and with an address. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    const { settings } = args;
    const { gateway } = settings;
    super(types[gateway.kind], name, {}, opts);
    const { namespace } = gateway;
    const metadata = {
      name: gateway.name,
      namespace,
      labels: gatewayLabels(gateway),
      annotations: ownedByStack,
    };
    const timeout = `${args.timeoutSeconds}s`;
    const child = {
      parent: this,
      provider: args.cluster.provider,
      dependsOn: [args.namespace],
    };
    const timed = { ...child, customTimeouts: { create: timeout, update: timeout } };

    const account = new k8s.core.v1.ServiceAccount(`${name}-account`, { metadata }, child);
    const role = new k8s.rbac.v1.Role(`${name}-role`, { metadata, rules: gatewayRules }, child);
    const binding = new k8s.rbac.v1.RoleBinding(
      `${name}-role-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
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
            ...gateway.service.annotations,
            "pulumi.com/waitFor": reachableCondition[gateway.service.type],
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
    const budget = buildGatewayDisruptionBudget(settings);
    if (budget !== undefined) {
      new k8s.policy.v1.PodDisruptionBudget(
        `${name}-disruption-budget`,
        { metadata, spec: budget },
        child,
      );
    }
    this.deployment = deployment;
    this.ready = [deployment, service];
    this.address = gateway.service.type === "LoadBalancer" ? addressOf(service) : undefined;
    this.registerOutputs({ address: this.address });
  }
}

function addressOf(service: k8s.core.v1.Service): pulumi.Output<string> {
  return service.status.apply(({ loadBalancer }) => {
    const [first] = loadBalancer.ingress;
    return first?.ip ?? first?.hostname ?? "";
  });
}
