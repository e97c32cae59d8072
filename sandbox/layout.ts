import * as path from "node:path";

/** Where one sandbox keeps its files. Everything it writes lies below `root`, but for its sockets. */
export class SandboxLayout {
  /** What `up` asks for: the clusters, and their places in the address plan. */
  readonly desired: string;
  /** What the supervisor reports. */
  readonly status: string;
  /** Every process that was started and not yet seen to end, so that a later run can clean up after a crash. */
  readonly processes: string;
  readonly supervisorLog: string;
  readonly etcd: string;
  readonly clusters: string;
  /** Of the network between the clusters. */
  readonly fabric: string;
  /** Our own programs, bundled. */
  readonly programs: string;
  /** Istio's own charts by version. */
  readonly charts: string;
  /** What is written by builds of parts that a pod asked for. */
  readonly toolchainLog: string;

  /** @param root absolute path of the sandbox's folder, `.sandbox` of the checkout unless a test says otherwise */
  constructor(readonly root: string) {
    const file = (name: string) => path.join(root, name);
    this.desired = file("sandbox.json");
    this.status = file("status.json");
    this.processes = file("processes.json");
    this.supervisorLog = file("supervisor.log");
    this.etcd = file("etcd");
    this.clusters = file("clusters");
    this.fabric = file("fabric");
    this.programs = file("programs");
    this.charts = file("charts");
    this.toolchainLog = file("toolchain.log");
  }

  /** The sandbox of this checkout. */
  static ofCheckout(): SandboxLayout {
    return new SandboxLayout(path.resolve(__dirname, "..", ".sandbox"));
  }

  cluster(name: string): ClusterLayout {
    return new ClusterLayout(path.join(this.clusters, name));
  }
}

/** Where the files of one sandboxed cluster lie. */
export class ClusterLayout {
  /** The administrator's kubeconfig, the one that stack files refer to. */
  readonly kubeconfig: string;
  readonly pki: string;
  readonly logs: string;
  readonly pods: string;

  constructor(readonly root: string) {
    this.kubeconfig = path.join(root, "kubeconfig");
    this.pki = path.join(root, "pki");
    this.logs = path.join(root, "logs");
    this.pods = path.join(root, "pods");
  }

  log(process: string): string {
    return path.join(this.logs, `${process}.log`);
  }

  pkiFile(name: string): string {
    return path.join(this.pki, name);
  }
}
