import type { V1Pod, V1PodStatus } from "@kubernetes/client-node";
import type { Target } from "../network/service-backends";
import type { ProcessSpec, ProcessTable } from "../processes";
import type { PartName } from "../../toolchain/parts";
import type { DataPlanePrograms } from "../programs";
import type { PodIdentity } from "./environment";
import type { ObjectSource } from "./volumes";

/** What a pod needs of its surroundings to run as processes. */
export interface PodHost {
  /** The sandbox's name of the cluster. */
  readonly cluster: string;
  readonly table: ProcessTable;
  readonly source: ObjectSource;
  readonly parts: PartSource;
  /** Undefined where there is none. */
  readonly dataPlane: DataPlanePrograms | undefined;
  /** Gives pods namespaces of their own; undefined without a data plane. */
  readonly network: PodNetwork | undefined;
  /** Folder that stands for the file systems of a pod's containers. */
  root(pod: V1Pod): string;
  logFile(pod: V1Pod, container: string): string;
  /** Unix socket by which a program in the pod can be asked; short enough for one. */
  controlSocket(podIP: string): string;
  /** Kubeconfig text that signs in with the token in `tokenFile`. */
  kubeconfig(tokenFile: string): string;
  /** Environment that Kubernetes gives every container. */
  readonly serviceEnvironment: Readonly<Record<string, string>>;
  /** Tells the API server, however often it takes, unless `stopped` aborts; does not reject. */
  writeStatus(pod: V1Pod, status: V1PodStatus, stopped: AbortSignal): Promise<void>;
  changed(): void;
}

/** Where the programs that are in images come from. */
export interface PartSource {
  /** The path of a part's binary; undefined while it is missing. */
  find(name: PartName): string | undefined;
  /** Builds a missing part, once for all who ask. @throws Error saying where it is written why it could not be */
  build(name: PartName): Promise<void>;
}

/** The network of a cluster's pods. */
export interface PodNetwork {
  /** @param pod its name, for messages */
  addPod(pod: string, podIP: string): Promise<PodNamespace>;
  removePod(namespace: PodNamespace, podIP: string): Promise<void>;
  /** How the sandbox itself reaches an address of the network. */
  target(host: string, port: number): Target;
}

/** The network namespace of a pod. */
export interface PodNamespace {
  /** The same process, but in the namespace. */
  inside(spec: ProcessSpec): ProcessSpec;
  close(): Promise<void>;
}

/** Where a pod's processes live. */
export interface PodPlace extends PodIdentity {
  /** Loopback address that is the pod's own; those that have no namespace listen there. */
  readonly address: string;
}
