import type * as pulumi from "@pulumi/pulumi";
import type { GatewayPlan } from "../../stacks/gateway-plan";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import { Gateway } from "../gateway";
import type { MeshCluster } from "../mesh-cluster";
import { madeForGateways } from "../names";
import type { Prerequisites } from "../order";
import { addPullSecrets, type ClusterOutputs, type MemberArgs } from "./member";

/** The member's east-west gateway, if the plan has one. */
export function addEastWestGateway(
  plan: ClusterPlan,
  cluster: MeshCluster,
  injector: Prerequisites,
): Gateway | undefined {
  const gateway = plan.eastWestGateway;
  return (
    gateway &&
    addGateway(`${plan.name}-gateway`, plan, {
      cluster,
      namespace: cluster.namespace,
      injector,
      gateway,
    })
  );
}

/** The member's gateways for what enters and leaves the mesh. */
export interface Gateways {
  /** Their pods, rolled out. */
  readonly deployments: readonly pulumi.Resource[];
  readonly outputs: Pick<ClusterOutputs, "gateways">;
}

/** Makes them, in the namespaces that are theirs. */
export function addGateways(
  plan: ClusterPlan,
  cluster: MeshCluster,
  injector: Prerequisites,
  args: Pick<MemberArgs, "pullSecrets">,
): Gateways {
  const pullSecrets = plan.ownNamespaces
    .filter((one) => one.madeFor === madeForGateways)
    .flatMap(({ name }) => addPullSecrets(cluster, name, cluster.namespaceOf(name), args));
  const pulling = { ...injector, dependsOn: [...injector.dependsOn, ...pullSecrets] };
  const made = plan.gateways.map((gateway) => {
    const namespace = cluster.namespaceOf(gateway.namespace);
    const name = `${plan.name}-${gateway.name}`;
    return [
      gateway.name,
      addGateway(name, plan, { cluster, injector: pulling, gateway, namespace }),
    ] as const;
  });
  const addresses = made.flatMap(([name, { address }]) =>
    address ? [[name, address] as const] : [],
  );
  return {
    deployments: made.map(([, { deployment }]) => deployment),
    outputs: addresses.length > 0 ? { gateways: Object.fromEntries(addresses) } : {},
  };
}

function addGateway(
  name: string,
  { mesh, injector: injectedBy }: ClusterPlan,
  args: {
    readonly cluster: MeshCluster;
    readonly namespace: pulumi.Resource;
    readonly injector: Prerequisites;
    readonly gateway: GatewayPlan;
  },
): Gateway {
  const { cluster, namespace, injector, gateway } = args;
  const { multiRoot, root } = mesh;
  return new Gateway(
    name,
    {
      cluster,
      namespace,
      injector,
      settings: { injector: injectedBy, multiRoot, root, gateway },
      timeoutSeconds: mesh.readyTimeoutSeconds,
    },
    { parent: cluster },
  );
}
