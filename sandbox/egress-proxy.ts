import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import type { V1Pod, V1Service } from "@kubernetes/client-node";

/** Where to find what lies behind a cluster address. */
export interface EgressTargets {
  services(): readonly V1Service[];
  pods(): readonly V1Pod[];
  /** Loopback address of the process that runs for a pod; undefined for a simulated pod. */
  processAddress(podUid: string): string | undefined;
  /** The address that all nodes have, and where their kubelet really listens. */
  readonly node: { readonly address: string; readonly kubelet: string };
}

/**
 * The proxy that the API server asks (HTTP CONNECT) for addresses in the cluster's network: its nodes, and the Services
 * of its webhooks. A ClusterIP leads to the loopback address of a ready pod's process.
 */
export async function startEgressProxy(
  socket: string,
  targets: EgressTargets,
  log: (message: string) => void,
): Promise<http.Server> {
  const server = http.createServer();
  server.on("connect", (request, client: net.Socket, head: Buffer) => {
    const asked = request.url ?? "";
    client.on("error", () => client.destroy());
    const target = resolveTarget(asked, targets);
    if (typeof target === "string") {
      log(`egress to ${asked}: ${target}`);
      client.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${target}`);
      return;
    }
    const upstream = net.connect(target.port, target.host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", (error) => {
      log(`egress to ${asked} (${target.host}:${target.port}): ${error.message}`);
      client.destroy();
    });
    client.on("close", () => upstream.destroy());
  });
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  fs.rmSync(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  return server;
}

/** The process behind `host:port`, or why there is none. */
export function resolveTarget(
  asked: string,
  targets: EgressTargets,
): { readonly host: string; readonly port: number } | string {
  const colon = asked.lastIndexOf(":");
  const host = asked.slice(0, colon);
  const port = Number(asked.slice(colon + 1));
  if (host === targets.node.address) {
    return { host: targets.node.kubelet, port };
  }
  const service = targets.services().find((one) => one.spec?.clusterIP === host);
  if (service === undefined) {
    return `no service has the address ${host}`;
  }
  const name = `service ${service.metadata?.namespace ?? ""}/${service.metadata?.name ?? ""}`;
  const servicePort = service.spec?.ports?.find((one) => one.port === port);
  if (servicePort === undefined) {
    return `${name} has no port ${port}`;
  }
  for (const pod of targets.pods()) {
    const address = targets.processAddress(pod.metadata?.uid ?? "");
    if (address !== undefined && isSelected(service, pod) && isReady(pod)) {
      return { host: address, port: targetPort(servicePort.targetPort ?? port, pod) ?? port };
    }
  }
  return `${name} has no ready pod that runs as a process`;
}

function isSelected(service: V1Service, pod: V1Pod): boolean {
  const selector = Object.entries(service.spec?.selector ?? {});
  return (
    selector.length > 0 &&
    pod.metadata?.namespace === service.metadata?.namespace &&
    selector.every(([label, value]) => pod.metadata?.labels?.[label] === value)
  );
}

function isReady(pod: V1Pod): boolean {
  return (pod.status?.conditions ?? []).some(
    (one) => one.type === "Ready" && one.status === "True",
  );
}

function targetPort(port: number | string, pod: V1Pod): number | undefined {
  if (typeof port === "number") {
    return port;
  }
  const named = pod.spec?.containers
    .flatMap((one) => one.ports ?? [])
    .find((one) => one.name === port);
  return named?.containerPort;
}
