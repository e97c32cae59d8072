import type { V1Endpoints, V1Pod, V1Service } from "@kubernetes/client-node";
import type { ClusterNetwork } from "../../../../sandbox/network/cluster-network";
import type { Target } from "../../../../sandbox/network/service-backends";
import type {
  IstioGateway,
  IstioVirtualService,
} from "../../../../sandbox/network/passthrough-gateway";

/** A cluster whose API says what a test has put there. */
export class FakeNetwork implements ClusterNetwork {
  readonly node = { address: "10.101.255.1", kubelet: "127.20.1.1" };
  serviceList: V1Service[] = [];
  podList: V1Pod[] = [];
  endpointsList: V1Endpoints[] = [];
  gatewayList: IstioGateway[] = [];
  virtualServiceList: IstioVirtualService[] = [];
  /** Loopback addresses by pod. */
  processes: Record<string, string> = {};

  constructor(
    readonly name: string,
    readonly fromNode?: ClusterNetwork["fromNode"],
  ) {}

  services(): V1Service[] {
    return this.serviceList;
  }

  pods(): V1Pod[] {
    return this.podList;
  }

  process(podUid: string, port: number): Target | undefined {
    const host = this.processes[podUid];
    return host === undefined ? undefined : { host, port };
  }

  endpoints(namespace: string, name: string): Promise<V1Endpoints | undefined> {
    const found = this.endpointsList.find(
      ({ metadata }) => metadata?.name === name && metadata.namespace === namespace,
    );
    return Promise.resolve(found);
  }

  gateways(): Promise<IstioGateway[]> {
    return Promise.resolve(this.gatewayList);
  }

  virtualServices(): Promise<IstioVirtualService[]> {
    return Promise.resolve(this.virtualServiceList);
  }
}

/** A pod of istio-system, named by its uid. */
export function networkPod(uid: string, ready: boolean, app = "istiod"): V1Pod {
  return {
    metadata: { uid, name: uid, namespace: "istio-system", labels: { app } },
    spec: { containers: [{ name: "c", ports: [{ name: "webhook", containerPort: 15017 }] }] },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  };
}

/** istiod's Service as a primary has it. */
export function istiodService(): V1Service {
  return {
    metadata: { name: "istiod", namespace: "istio-system" },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.7",
      selector: { app: "istiod" },
      ports: [
        { port: 443, targetPort: "webhook" },
        { port: 15012 },
        { port: 80, targetPort: 8080 },
      ],
    },
  };
}

/** istiod's Service as a remote has it: with Endpoints of its owner's making. */
export function remoteIstiodService(): V1Service {
  return {
    metadata: { name: "istiod", namespace: "istio-system" },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.9",
      ports: [
        { name: "tcp-istiod", port: 15012 },
        { name: "tcp-webhook", port: 443, targetPort: 15017 },
      ],
    },
  };
}

/** The load balancer's address of every `primaryNetwork`. */
export const gatewayAddress = "198.18.2.1";
export const gatewayName = "istio-eastwestgateway-2-0.elb.sandbox.internal";

/** A load balancer before a gateway's pods. */
export function gatewayService(): V1Service {
  return {
    metadata: {
      name: "istio-eastwestgateway",
      namespace: "istio-system",
      annotations: {
        "external-dns.alpha.kubernetes.io/hostname": "mesh.example.org, West.example.org.",
      },
    },
    spec: {
      type: "LoadBalancer",
      selector: { app: "gateway" },
      ports: [15012, 15017, 15443].map((port) => ({ port, targetPort: port })),
    },
    status: { loadBalancer: { ingress: [{ ip: gatewayAddress }, { hostname: gatewayName }] } },
  };
}

/** As https://github.com/istio/istio/blob/master/samples/multicluster/expose-istiod.yaml has it. */
export function istiodGateway(): IstioGateway {
  return {
    metadata: { name: "istiod-gateway", namespace: "istio-system" },
    spec: {
      selector: { app: "gateway" },
      servers: [15012, 15017].map((number) => ({
        port: { number },
        tls: { mode: "PASSTHROUGH" },
      })),
    },
  };
}

/** A VirtualService that takes TLS from `gateway` to istiod, or to another host. */
export function istiodRoutes(
  gateway = "istiod-gateway",
  host = "istiod.istio-system.svc.cluster.local",
): IstioVirtualService {
  const route = (port: number, to: number) => ({
    match: [{ port }],
    route: [{ destination: { host, port: { number: to } } }],
  });
  return {
    metadata: { name: "istiod-vs", namespace: "istio-system" },
    spec: { gateways: [gateway], tls: [route(15012, 15012), route(15017, 443)] },
  };
}

/** A primary whose gateway, simulated, passes TLS through to its istiod, which is the process at 127.20.2.10. */
export function primaryNetwork(): FakeNetwork {
  const primary = new FakeNetwork("west");
  primary.serviceList = [istiodService(), gatewayService()];
  primary.podList = [networkPod("gateway-1", true, "gateway"), networkPod("istiod-1", true)];
  primary.processes = { "istiod-1": "127.20.2.10" };
  primary.gatewayList = [istiodGateway()];
  primary.virtualServiceList = [istiodRoutes()];
  return primary;
}
