import type { ProcessReport } from "./kubelet/runtime";

/** What the supervisor says of one cluster. */
export interface ClusterStatus {
  /** `starting: <what it waits for>`, `ready` or `failed: <why>`. */
  readonly state: string;
  readonly kubeconfig: string;
  /** URL of the API server. */
  readonly apiServer: string;
  /** The control plane's own processes by name. */
  readonly controlPlane: Readonly<Record<string, number>>;
  /** The operator and istiod processes that run for pods. */
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
  /** Clusters by name, with their number in the address plan, which never changes while the cluster exists. */
  readonly clusters: Readonly<Record<string, { readonly index: number }>>;
  /** Paths of the binaries. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Folder for sockets, whose paths may not be long. */
  readonly sockets: string;
}
