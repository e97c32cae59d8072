import * as path from "node:path";
import type { V1Container, V1Pod, V1PodStatus } from "@kubernetes/client-node";
import type { ProcessImage } from "../../../../sandbox/kubelet/images";
import type { PartSource, PodHost, PodNetwork } from "../../../../sandbox/kubelet/pod-host";
import { ProcessTable } from "../../../../sandbox/processes";
import { FakeSource, podOf } from "./objects";

/** An image whose program is a shell. */
export const shell: ProcessImage = {
  entrypoint: "sh",
  ports: { debug: 8080 },
  network: "loopback",
  start: (_, { args, env }, { address, kubeconfig }) => ({
    command: "/bin/sh",
    args: [...args, address, `--kubeconfig=${kubeconfig}`],
    env,
  }),
};

/** Parts that are all there, and each a shell. */
export const shells: PartSource = {
  find: () => "/bin/sh",
  build: () => Promise.reject(new Error("nothing is to be built")),
};

/** Surroundings of pods below a test's folder; every status that is written is kept. */
export class FakeHost implements PodHost {
  readonly cluster = "east";
  readonly serviceEnvironment = { KUBERNETES_SERVICE_HOST: "127.20.1.1", PATH: "/usr/bin:/bin" };
  readonly table: ProcessTable;
  readonly source = new FakeSource();
  readonly dataPlane = undefined;
  parts = shells;
  network: PodNetwork | undefined;
  readonly statuses: V1PodStatus[] = [];

  constructor(private readonly folder: string) {
    this.table = new ProcessTable(path.join(folder, "processes.json"));
  }

  controlSocket(podIP: string): string {
    return path.join(this.folder, `${podIP}.sock`);
  }

  root(pod: V1Pod): string {
    return path.join(this.folder, "pods", pod.metadata?.uid ?? "");
  }

  logFile(): string {
    return path.join(this.folder, "pod.log");
  }

  kubeconfig(tokenFile: string): string {
    return `token ${tokenFile}`;
  }

  writeStatus(_pod: V1Pod, status: V1PodStatus): Promise<void> {
    this.statuses.push(status);
    return Promise.resolve();
  }

  changed(): void {
    // Nothing looks.
  }

  /** What was reported of the container, such as `running`, `ready` or a reason for waiting, with the restarts. */
  get reports(): string[] {
    return this.statuses.map(({ containerStatuses: [one] = [] }) => {
      const state = one?.ready ? "ready" : (one?.state?.waiting?.reason ?? "running");
      return `${state} ${one?.restartCount ?? -1}`;
    });
  }
}

/** A pod that runs a shell script. */
export function scriptPod(script: string, container: Partial<V1Container> = {}): V1Pod {
  return podOf({ args: ["-c", script], ...container });
}
