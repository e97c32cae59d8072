import type { V1Pod, V1PodStatus } from "@kubernetes/client-node";
import type { ProcessTable } from "../processes";
import type { PodIdentity } from "./environment";
import type { ProcessImage } from "./images";
import type { ObjectSource } from "./volumes";

/** What a pod needs of its surroundings to run as a process. */
export interface PodHost {
  /** The sandbox's name of the cluster. */
  readonly cluster: string;
  readonly table: ProcessTable;
  readonly source: ObjectSource;
  /** Binary that stands for an image. */
  binary(image: ProcessImage): string;
  /** Folder that stands for the container's file system. */
  root(pod: V1Pod): string;
  logFile(pod: V1Pod): string;
  /** Kubeconfig text that signs in with the token in `tokenFile`. */
  kubeconfig(tokenFile: string): string;
  /** Environment that Kubernetes gives every container. */
  readonly serviceEnvironment: Readonly<Record<string, string>>;
  /** Tells the API server, however often it takes, unless `stopped` aborts; does not reject. */
  writeStatus(pod: V1Pod, status: V1PodStatus, stopped: AbortSignal): Promise<void>;
  changed(): void;
}

/** Where a pod's process lives. */
export interface PodPlace extends PodIdentity {
  /** Loopback address on which the process listens. */
  readonly address: string;
}
