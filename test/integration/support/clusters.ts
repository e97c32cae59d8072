import * as k8s from "@kubernetes/client-node";
import type { SandboxStatus } from "../../../sandbox/status";
import type { Checkout } from "./checkout";

/** One cluster of the mesh under test, as its administrator and its istiod's neighbour. */
export class TestCluster {
  readonly core: k8s.CoreV1Api;
  readonly config: k8s.KubeConfig;

  constructor(
    private readonly checkout: Checkout,
    readonly name: string,
  ) {
    this.config = new k8s.KubeConfig();
    this.config.loadFromFile(checkout.kubeconfig(name));
    this.core = this.config.makeApiClient(k8s.CoreV1Api);
  }

  api<T extends k8s.ApiType>(type: new (config: k8s.Configuration) => T): T {
    return this.config.makeApiClient(type);
  }

  /** A port of the cluster's istiod, as `sandbox status --json` names it. */
  istiod(port: "debug" | "ca" | "monitoring"): string {
    const address = this.istiods()[0]?.ports[port];
    if (address === undefined) {
      throw new Error(`no istiod of ${this.name} runs`);
    }
    return address;
  }

  /** The processes of its istiods, those that are about to end included. */
  istiods(): SandboxStatus["clusters"][string]["processes"] {
    return this.processes().filter((one) => one.program === "pilot-discovery");
  }

  /** The processes of its east-west gateways that are ready. */
  gateways(): SandboxStatus["clusters"][string]["processes"] {
    return this.processes().filter(
      (one) => one.pod.startsWith("istio-eastwestgateway") && one.ready,
    );
  }

  /** What runs as processes for the cluster's pods; `sandbox status --json` says the same, in a second. */
  processes(): SandboxStatus["clusters"][string]["processes"] {
    return this.status()?.processes ?? [];
  }

  /** Process of the API server. */
  apiServer(): number {
    const pid = this.status()?.controlPlane["kube-apiserver"];
    if (pid === undefined) {
      throw new Error(`no API server of ${this.name} runs`);
    }
    return pid;
  }

  private status(): SandboxStatus["clusters"][string] | undefined {
    const status = JSON.parse(this.checkout.read(".sandbox/status.json")) as SandboxStatus;
    return status.clusters[this.name];
  }

  /** How many pods istiod has injected, by its own count. */
  async injections(): Promise<number> {
    const response = await fetch(`http://${this.istiod("monitoring")}/metrics`);
    const count = /^sidecar_injection_success_total (\d+)$/m.exec(await response.text())?.[1];
    return Number(count ?? 0);
  }

  /** What istiod says at a debug path, as JSON. */
  async debug(path: string): Promise<unknown> {
    const response = await fetch(`http://${this.istiod("debug")}${path}`);
    return response.json();
  }

  /** State of each remote cluster that istiod knows, by name. */
  async remoteClusters(): Promise<Record<string, string>> {
    const clusters = (await this.debug("/debug/clusterz")) as { id: string; syncStatus: string }[];
    return Object.fromEntries(
      clusters.filter((one) => one.id !== this.name).map((one) => [one.id, one.syncStatus]),
    );
  }

  async secret(namespace: string, name: string): Promise<Record<string, string>> {
    const secret = await this.core.readNamespacedSecret({ namespace, name });
    return Object.fromEntries(
      Object.entries(secret.data ?? {}).map(([key, value]) => [
        key,
        Buffer.from(value, "base64").toString("utf8"),
      ]),
    );
  }
}

/** Asks until the answer is right, and returns it. @throws Error with the last answer after `seconds` */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as Error);
    if (!(answer instanceof Error) && isRight(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${what}: after ${seconds} s still ${answer instanceof Error ? answer.message : JSON.stringify(answer).slice(0, 2000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
