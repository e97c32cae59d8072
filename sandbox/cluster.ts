import * as fs from "node:fs";
import type { Server } from "node:http";
import * as path from "node:path";
import { ports } from "./addresses";
import { ClusterView } from "./cluster-view";
import {
  apiServer,
  componentKubeconfig,
  type ControlPlane,
  controllerManager,
  egressConfig,
  kwok,
  scheduler,
} from "./control-plane";
import { startEgressProxy } from "./egress-proxy";
import { writeFileAtomically } from "./files";
import { connect, isReady, type Kube } from "./kube";
import { apiServerUrl, certificateUser, kubeconfigFor } from "./kubeconfig";
import { ApiObjectSource } from "./kubelet/object-source";
import { PortForwards } from "./kubelet/port-forwards";
import { ProcessRuntime } from "./kubelet/runtime";
import { kwokConfig } from "./kwok-stages";
import { ensureNodes } from "./nodes";
import { ensurePki, pkiFiles } from "./pki";
import type { ProcessSpec, ProcessTable, RunningProcess } from "./processes";
import type { ClusterStatus } from "./status";

const readyTimeoutMs = 60_000;
const restartMs = 1_000;
const shutdownGraceMs = 2_000;

/** One cluster of the sandbox, from its certificates to the processes that run for its pods. */
export class SandboxCluster {
  private state = "starting: certificates";
  private stopping = false;
  private starting: Promise<void> = Promise.resolve();
  private readonly processes = new Map<string, RunningProcess>();
  private readonly watches: { stop(): Promise<void> }[] = [];
  private runtime: ProcessRuntime | undefined;
  private egress: Server | undefined;

  constructor(
    private readonly plane: ControlPlane,
    private readonly table: ProcessTable,
    private readonly changed: () => void,
    private readonly log: (message: string) => void,
  ) {}

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
    await Promise.all(this.watches.map((one) => one.stop()));
    await this.runtime?.stop();
    await Promise.all([...this.processes.values()].map((one) => one.stop(shutdownGraceMs)));
    this.egress?.closeAllConnections();
    this.egress?.close();
    fs.rmSync(this.plane.egressSocket, { force: true });
  }

  private async startAll(): Promise<void> {
    const { plane } = this;
    const { layout, addresses } = plane;
    await ensurePki(layout, [addresses.controlPlane, addresses.firstService]);
    this.writeFiles();
    this.setState("starting: API server");
    const kube = connect(layout.kubeconfig);
    const view = new ClusterView();
    this.egress = await startEgressProxy(
      plane.egressSocket,
      {
        services: () => view.services?.list() ?? [],
        pods: () => view.pods?.list() ?? [],
        processAddress: (uid) => this.runtime?.address(uid),
        node: { address: addresses.node, kubelet: addresses.controlPlane },
      },
      this.log,
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
    this.runtime = this.newRuntime(kube, forwards);
    this.watches.push(...(await view.watch(kube, this.runtime, addresses, this.log)));
    await this.until("ready nodes", async () => {
      const nodes = await kube.core.listNode();
      return nodes.items.every((node) => node.spec?.taints === undefined);
    });
    await this.until("default service account", async () => {
      const accounts = await kube.core.listNamespacedServiceAccount({ namespace: "default" });
      return accounts.items.length > 0;
    });
  }

  private writeFiles(): void {
    const { name, layout, addresses } = this.plane;
    const write = (file: string, certificate: string) => {
      const user = certificateUser(layout, certificate);
      writeFileAtomically(file, kubeconfigFor(name, layout, addresses, user));
    };
    write(layout.kubeconfig, pkiFiles.admin);
    write(componentKubeconfig(layout, "controller-manager"), pkiFiles.controllerManager);
    write(componentKubeconfig(layout, "scheduler"), pkiFiles.scheduler);
    writeFileAtomically(path.join(layout.root, "egress.yaml"), egressConfig(this.plane));
    writeFileAtomically(path.join(layout.root, "kwok.yaml"), kwokConfig());
  }

  /** Starts a process and starts it again whenever it ends. */
  private keepRunning(spec: ProcessSpec): void {
    if (this.stopping) {
      throw new Error("the cluster is stopped");
    }
    const name = path.basename(spec.name);
    const running = this.table.start(spec);
    this.processes.set(name, running);
    this.changed();
    void running.ended.then((how) => {
      if (!this.stopping) {
        this.log(`${spec.name} ended with ${how}, see ${spec.log}; starting it again`);
        setTimeout(() => this.stopping || this.keepRunning(spec), restartMs);
      }
    });
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

  private newRuntime(kube: Kube, forwards: PortForwards): ProcessRuntime {
    const { name, layout, addresses, binaries } = this.plane;
    return new ProcessRuntime(
      kube,
      addresses,
      forwards,
      {
        cluster: name,
        table: this.table,
        source: new ApiObjectSource(kube),
        binary: (image) => binaries[image.part],
        root: (pod) => path.join(layout.pods, pod.metadata?.uid ?? ""),
        logFile: (pod) =>
          layout.log(`${pod.metadata?.namespace ?? ""}.${pod.metadata?.name ?? ""}`),
        kubeconfig: (tokenFile) => kubeconfigFor(name, layout, addresses, { tokenFile }),
        serviceEnvironment: {
          KUBERNETES_SERVICE_HOST: addresses.controlPlane,
          KUBERNETES_SERVICE_PORT: String(ports.apiServer),
        },
        changed: this.changed,
      },
      this.log,
    );
  }

  private setState(state: string): void {
    this.state = state;
    this.changed();
  }
}
