import type { ProcessReport } from "./kubelet/process-report";
import type { DataPlanePrograms } from "./programs";

/** What the supervisor says of one cluster. */
export interface ClusterStatus {
  /** `starting: <what it waits for>`, `ready` or `failed: <why>`. */
  readonly state: string;
  readonly kubeconfig: string;
  /** URL of the API server. */
  readonly apiServer: string;
  /** The control plane's own processes by name. */
  readonly controlPlane: Readonly<Record<string, number>>;
  /** The processes that run for pods: operators, istiods, and with a data plane proxies and sample workloads. */
  readonly processes: readonly ProcessReport[];
}

/** What the supervisor says of the sandbox. */
export interface SandboxStatus {
  /** The supervisor's process. */
  readonly pid: number;
  readonly startTicks: string;
  readonly clusters: Readonly<Record<string, ClusterStatus>>;
}

/** What `up` asks the supervisor for. */
export interface DesiredSandbox {
  /** Second octet of the sandbox's loopback network. */
  readonly loopback: number;
  /** Clusters by name. */
  readonly clusters: Readonly<Record<string, DesiredCluster>>;
  /** Paths of the binaries. */
  readonly binaries: Readonly<Record<string, string>>;
  /** What the data plane runs, or why there is none, as half a sentence. */
  readonly dataPlane?: DataPlanePrograms | { readonly missing: string };
  /** Folder for sockets, whose paths may not be long. */
  readonly sockets: string;
}

/** A cluster as the supervisor is asked for it. */
export interface DesiredCluster {
  /** Its number in the address plan, which never changes while the cluster exists. */
  readonly index: number;
  /** The Istio network that it is in, by the stack's name. */
  readonly network: string;
}
