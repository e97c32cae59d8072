import {
  CustomObjectsApi,
  type V1Endpoints,
  type V1Pod,
  type V1Service,
} from "@kubernetes/client-node";
import type { ClusterAddresses } from "../addresses";
import type { ClusterView } from "../cluster-view";
import { type Kube, orNone } from "../kube";
import type { ProcessRuntime } from "../kubelet/runtime";
import type { Target } from "./service-backends";
import type { IstioGateway, IstioVirtualService } from "./passthrough-gateway";

/** What decides where a connection into or out of a cluster ends. */
export interface ClusterNetwork {
  /** The sandbox's name of the cluster. */
  readonly name: string;
  /** The address that all nodes have, and where their kubelet really listens. */
  readonly node: { readonly address: string; readonly kubelet: string };
  services(): readonly V1Service[];
  pods(): readonly V1Pod[];
  /** Where the process that runs for a pod listens; undefined for a simulated pod. */
  process(podUid: string, port: number): Target | undefined;
  /** How an address is reached from the cluster's node; undefined without a data plane. */
  readonly fromNode?: ((host: string, port: number) => Target) | undefined;
  endpoints(namespace: string, name: string): Promise<V1Endpoints | undefined>;
  /** Istio's Gateways; none where the kind is not defined, and so with the VirtualServices. */
  gateways(): Promise<readonly IstioGateway[]>;
  virtualServices(): Promise<readonly IstioVirtualService[]>;
}

const istioNetworking = { group: "networking.istio.io", version: "v1beta1" };

/** The network of a cluster that runs: Services and pods as its watches have them, all else as its API says it. */
export class RunningNetwork implements ClusterNetwork {
  readonly node: ClusterNetwork["node"];
  private readonly objects: CustomObjectsApi;

  constructor(
    readonly name: string,
    addresses: ClusterAddresses,
    private readonly kube: Kube,
    private readonly view: Pick<ClusterView, "services" | "pods">,
    private readonly runtime: Pick<ProcessRuntime, "target">,
    readonly fromNode: ClusterNetwork["fromNode"],
  ) {
    this.node = { address: addresses.node, kubelet: addresses.controlPlane };
    this.objects = kube.config.makeApiClient(CustomObjectsApi);
  }

  services(): readonly V1Service[] {
    return this.view.services.list();
  }

  pods(): readonly V1Pod[] {
    return this.view.pods.list();
  }

  process(podUid: string, port: number): Target | undefined {
    return this.runtime.target(podUid, port);
  }

  endpoints(namespace: string, name: string): Promise<V1Endpoints | undefined> {
    return this.read("Endpoints", this.kube.core.readNamespacedEndpoints({ namespace, name }));
  }

  async gateways(): Promise<readonly IstioGateway[]> {
    return (await this.list("gateways")) as readonly IstioGateway[];
  }

  async virtualServices(): Promise<readonly IstioVirtualService[]> {
    return (await this.list("virtualservices")) as readonly IstioVirtualService[];
  }

  private async list(plural: string): Promise<readonly unknown[]> {
    const request = this.objects.listClusterCustomObject({ ...istioNetworking, plural });
    const list = await this.read(plural, request as Promise<{ items: unknown[] }>);
    return list?.items ?? [];
  }

  private async read<T>(what: string, request: Promise<T>): Promise<T | undefined> {
    try {
      return await orNone(request);
    } catch (error) {
      throw new Error(`cluster ${this.name} does not say its ${what}: ${String(error)}`, {
        cause: error,
      });
    }
  }
}
