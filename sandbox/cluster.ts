import * as fs from "node:fs";
import type { Server } from "node:http";
import * as path from "node:path";
import { ports } from "./addresses";
import { writeClusterFiles } from "./cluster-files";
import { type ClusterView, watchCluster } from "./cluster-view";
import {
  apiServer,
  clusterSocket,
  type ControlPlane,
  controllerManager,
  kwok,
  scheduler,
} from "./control-plane";
import { addClusterNode, type ClusterNode, type ClusterNodeHost } from "./dataplane/cluster-node";
import { KeptProcess } from "./kept-process";
import { connect, isReady, type Kube } from "./kube";
import { apiServerUrl, kubeconfigFor } from "./kubeconfig";
import { ApiObjectSource } from "./kubelet/object-source";
import type { PartSource } from "./kubelet/pod-host";
import { PortForwards } from "./kubelet/port-forwards";
import { ProcessRuntime } from "./kubelet/runtime";
import { type ClusterNetwork, RunningNetwork } from "./network/cluster-network";
import { startConnectProxy } from "./network/connect-proxy";
import { resolveTarget } from "./network/resolve";
import type { Target } from "./network/service-backends";
import { ensureNodes } from "./nodes";
import { ensurePki } from "./pki";
import type { ProcessSpec } from "./processes";
import type { ClusterStatus } from "./status";

const readyTimeoutMs = 60_000;
const shutdownGraceMs = 2_000;

/** What a cluster needs of the sandbox that it is in. */
export interface ClusterHost extends ClusterNodeHost {
  /** What its pods run. */
  readonly parts: PartSource;
  /** Called when the names of this cluster's load balancers may have changed. */
  namesChanged(): void;
}

/** One cluster of the sandbox, from its certificates to the processes that run for its pods. */
export class SandboxCluster {
  private state = "starting: certificates";
  private stopping = false;
  private starting: Promise<void> = Promise.resolve();
  private readonly processes = new Map<string, KeptProcess>();
  private view: ClusterView | undefined;
  private runtime: ProcessRuntime | undefined;
  private egress: Server | undefined;
  private ownNetwork: ClusterNetwork | undefined;
  private node: ClusterNode | undefined;

  constructor(
    private readonly plane: ControlPlane,
    private readonly host: ClusterHost,
  ) {}

  /** Undefined while there is nothing to be seen of the cluster: at its start and its end. */
  get network(): ClusterNetwork | undefined {
    return this.ownNetwork;
  }

  status(): ClusterStatus {
    const pids = [...this.processes].map(([name, process]) => [name, process.pid] as const);
    return {
      state: this.state,
      kubeconfig: this.plane.layout.kubeconfig,
      apiServer: apiServerUrl(this.plane.addresses),
      controlPlane: Object.fromEntries(pids),
      processes: this.runtime?.reports() ?? [],
    };
  }

  /** To be called when the names of some cluster's load balancers may have changed. */
  namesChanged(): void {
    this.node?.changed();
  }

  /** Starts everything; a failure becomes the cluster's state. */
  start(): Promise<void> {
    this.starting = this.tryToStart();
    return this.starting;
  }

  private async tryToStart(): Promise<void> {
    try {
      await this.startAll();
      this.setState("ready");
    } catch (error) {
      if (!this.stopping) {
        this.setState(`failed: ${(error as Error).message}`);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    // A start under way gives up at its next step; until then it would start what nobody ends.
    await this.starting;
    this.ownNetwork = undefined;
    await this.view?.stop();
    await this.runtime?.stop();
    await this.node?.stop();
    await Promise.all([...this.processes.values()].map((one) => one.stop(shutdownGraceMs)));
    this.egress?.closeAllConnections();
    this.egress?.close();
    fs.rmSync(this.socket("egress"), { force: true });
    this.host.namesChanged();
  }

  private async startAll(): Promise<void> {
    const { plane } = this;
    const { layout, addresses } = plane;
    await ensurePki(layout, [addresses.controlPlane, addresses.firstService]);
    writeClusterFiles(plane);
    this.setState("starting: API server");
    const kube = connect(layout.kubeconfig);
    this.egress = await startConnectProxy(
      this.socket("egress"),
      (asked) => this.resolve(asked),
      (message) => this.host.log(message),
    );
    this.keepRunning(apiServer(plane));
    await this.untilReady(kube);
    this.setState("starting: controllers and nodes");
    this.keepRunning(controllerManager(plane));
    this.keepRunning(scheduler(plane));
    const forwards = new PortForwards(kube);
    await forwards.define();
    await this.until("PortForward kind", () => forwards.isDefined());
    this.keepRunning(kwok(plane));
    await ensureNodes(kube, plane.name);
    this.setState("starting: the node's network");
    this.node = await addClusterNode(plane, this.host);
    const runtime = this.newRuntime(kube, forwards);
    this.runtime = runtime;
    const networkChanged = () => {
      this.node?.changed();
      this.host.namesChanged();
    };
    const log = (message: string) => this.host.log(message);
    const view = await watchCluster(kube, runtime, addresses, networkChanged, log);
    this.view = view;
    this.node?.follow(view, () => runtime.loopbackTargets());
    const fromNode = this.node?.target;
    this.ownNetwork = new RunningNetwork(plane.name, addresses, kube, view, runtime, fromNode);
    await this.until("ready nodes", async () => {
      const nodes = await kube.core.listNode();
      return nodes.items.every((node) => node.spec?.taints === undefined);
    });
    await this.until("default service account", async () => {
      const accounts = await kube.core.listNamespacedServiceAccount({ namespace: "default" });
      return accounts.items.length > 0;
    });
  }

  /** Finds what the API server asks the egress proxy for. */
  private async resolve(asked: string): Promise<Target> {
    if (this.ownNetwork === undefined) {
      throw new Error(`cluster ${this.plane.name} is ${this.state}`);
    }
    return resolveTarget(asked, this.ownNetwork, this.host.networks());
  }

  private keepRunning(spec: ProcessSpec): void {
    if (this.stopping) {
      throw new Error("the cluster is stopped");
    }
    this.processes.set(path.basename(spec.name), new KeptProcess(spec, this.host));
  }

  private async untilReady(kube: Kube): Promise<void> {
    const log = this.plane.layout.log("kube-apiserver");
    await this.until(`API server (its log: ${log})`, () => isReady(kube));
  }

  private async until(what: string, condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + readyTimeoutMs;
    while (this.stopping || !(await condition().catch(() => false))) {
      if (this.stopping || Date.now() > deadline) {
        throw new Error(`waited ${readyTimeoutMs / 1000} s for the ${what}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private socket(purpose: string): string {
    return clusterSocket(this.plane, purpose);
  }

  private newRuntime(kube: Kube, forwards: PortForwards): ProcessRuntime {
    const { name, layout, addresses, dataPlane } = this.plane;
    return new ProcessRuntime(
      kube,
      addresses,
      forwards,
      {
        cluster: name,
        table: this.host.table,
        source: new ApiObjectSource(kube),
        parts: this.host.parts,
        dataPlane,
        network: this.node?.network,
        root: (pod) => path.join(layout.pods, pod.metadata?.uid ?? ""),
        logFile: ({ metadata, spec }, container) => {
          const pod = `${metadata?.namespace ?? ""}.${metadata?.name ?? ""}`;
          return layout.log((spec?.containers ?? []).length > 1 ? `${pod}.${container}` : pod);
        },
        controlSocket: (podIP) => this.socket(podIP),
        kubeconfig: (tokenFile) => kubeconfigFor(name, layout, addresses, { tokenFile }),
        serviceEnvironment: {
          KUBERNETES_SERVICE_HOST: addresses.controlPlane,
          KUBERNETES_SERVICE_PORT: String(ports.apiServer),
        },
        changed: () => {
          this.node?.changed();
          this.host.changed();
        },
      },
      (message) => this.host.log(message),
    );
  }

  private setState(state: string): void {
    this.state = state;
    this.host.changed();
  }
}
