import * as http from "node:http";
import type * as net from "node:net";
import type { V1Container, V1Probe } from "@kubernetes/client-node";
import { connectTo } from "../network/connect";
import type { Target } from "../network/service-backends";

/** How often a container that is not ready yet is asked; a kubelet waits a whole period, which only costs time. */
const eagerPeriodMs = 300;

/**
 * Asks a container's readiness probe, where the container's ports are reached, until `stopped` aborts, and reports each change of its answer. A container
 * without a probe is ready at once.
 */
export function watchReadiness(
  container: V1Container,
  at: (port: number) => Target,
  stopped: AbortSignal,
  report: (ready: boolean) => void,
): void {
  const probe = container.readinessProbe;
  if (probe === undefined) {
    report(true);
    return;
  }
  let ready = false;
  let failures = 0;
  const ask = async () => {
    const answer = await probeOnce(probe, container, at);
    failures = answer ? 0 : failures + 1;
    const next = answer || (ready && failures < (probe.failureThreshold ?? 3));
    if (stopped.aborted) {
      return;
    }
    if (next !== ready) {
      ready = next;
      report(ready);
    }
    setTimeout(
      () => void ask(),
      ready ? (probe.periodSeconds ?? 10) * 1000 : eagerPeriodMs,
    ).unref();
  };
  setTimeout(() => void ask(), (probe.initialDelaySeconds ?? 0) * 1000).unref();
}

/** @throws Error if the container's readiness probe is not one that the sandbox can ask */
export function checkProbe(container: V1Container): void {
  const probe = container.readinessProbe;
  const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
  if (probe !== undefined && port === undefined) {
    throw new Error(`the sandbox cannot run the readiness probe of ${container.name}`);
  }
  if (port !== undefined && Number.isNaN(portNumber(port, container))) {
    throw new Error(`the readiness probe of ${container.name} names port ${port}, which it lacks`);
  }
}

async function probeOnce(
  probe: V1Probe,
  container: V1Container,
  at: (port: number) => Target,
): Promise<boolean> {
  const port = portNumber(probe.httpGet?.port ?? probe.tcpSocket?.port ?? "", container);
  const stopped = new AbortController();
  const timer = setTimeout(() => stopped.abort(), (probe.timeoutSeconds ?? 1) * 1000);
  try {
    const socket = await connectTo(at(port));
    stopped.signal.addEventListener("abort", () => socket.destroy());
    const answer =
      stopped.signal.aborted || probe.httpGet === undefined
        ? !stopped.signal.aborted
        : await httpSucceeds(socket, probe.httpGet.path ?? "/");
    socket.destroy();
    return answer;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function portNumber(port: number | string, container: V1Container): number {
  const named = container.ports?.find((one) => one.name === port)?.containerPort;
  return typeof port === "number" ? port : (named ?? Number(port));
}

function httpSucceeds(socket: net.Socket, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get({ path, createConnection: () => socket }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 400);
    });
    request.on("error", () => resolve(false));
  });
}
