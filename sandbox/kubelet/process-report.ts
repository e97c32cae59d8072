import type { V1Pod } from "@kubernetes/client-node";
import type { PodHost } from "./pod-host";
import type { PodProcess } from "./pod-process";

/** A process of a cluster, for `sandbox status`. */
export interface ProcessReport {
  /** What it is: `operator`, `pilot-discovery`, `pilot-agent` or `echo`. */
  readonly program: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly pid: number | undefined;
  readonly ready: boolean;
  readonly restarts: number;
  /** `address:port` by purpose; loopback, or for a pod in a namespace an address of the data plane. */
  readonly ports: Readonly<Record<string, string>>;
  /** Unix socket by which the program can be asked, if it can. */
  readonly control?: string;
  readonly log: string;
}

/** What there is to say of a pod's processes, one a container. */
export function processReports(
  { containers, place }: PodProcess,
  pod: V1Pod,
  host: Pick<PodHost, "controlSocket" | "logFile">,
): ProcessReport[] {
  return containers.map(({ image, container, pid, report }) => {
    const address = image.network === "namespace" ? place.podIP : place.address;
    const ports = Object.entries(image.ports).map(
      ([purpose, port]) => [purpose, `${address}:${port}`] as const,
    );
    return {
      program: image.entrypoint,
      namespace: pod.metadata?.namespace ?? "",
      pod: pod.metadata?.name ?? "",
      container: container.name,
      pid,
      ready: report.ready,
      restarts: report.restarts,
      ports: Object.fromEntries(ports),
      ...(image.isAsked ? { control: host.controlSocket(place.podIP) } : {}),
      log: host.logFile(pod, container.name),
    };
  });
}
