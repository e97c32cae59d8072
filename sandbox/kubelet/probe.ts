import * as http from "node:http";
import * as net from "node:net";
import type { V1Container, V1Probe } from "@kubernetes/client-node";

/** How often a container that is not ready yet is asked; a kubelet waits a whole period, which only costs time. */
const eagerPeriodMs = 300;

/**
 * Asks a container's readiness probe until `stopped` aborts, and reports each change of its answer. A container
 * without a probe is ready at once.
 */
export function watchReadiness(
  container: V1Container,
  address: string,
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
    const answer = await probeOnce(probe, container, address);
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

function probeOnce(probe: V1Probe, container: V1Container, address: string): Promise<boolean> {
  const timeout = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.httpGet) {
    const port = portNumber(probe.httpGet.port, container);
    return httpSucceeds(`http://${address}:${port}${probe.httpGet.path ?? "/"}`, timeout);
  }
  if (probe.tcpSocket) {
    return tcpSucceeds(address, portNumber(probe.tcpSocket.port, container), timeout);
  }
  return Promise.resolve(false);
}

function portNumber(port: number | string, container: V1Container): number {
  const named = container.ports?.find((one) => one.name === port)?.containerPort;
  return typeof port === "number" ? port : (named ?? Number(port));
}

function httpSucceeds(url: string, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout, agent: false }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 400);
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", () => resolve(false));
  });
}

function tcpSucceeds(host: string, port: number, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
