import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { ObjectData, ObjectSource } from "../../../../sandbox/kubelet/volumes";

export const identity = { podIP: "10.101.200.10", hostIP: "10.101.255.1" };

/** Secrets and ConfigMaps that a test may change, by `kind/namespace/name`. */
export class FakeSource implements ObjectSource {
  readonly objects = new Map<string, Record<string, string>>();
  /** What a read waits for. */
  delay: () => Promise<void> = () => Promise.resolve();

  async secret(namespace: string, name: string): Promise<ObjectData | undefined> {
    return this.read(`secret/${namespace}/${name}`);
  }

  async configMap(namespace: string, name: string): Promise<ObjectData | undefined> {
    return this.read(`configMap/${namespace}/${name}`);
  }

  token(_pod: V1Pod, audience: string | undefined, seconds: number | undefined): Promise<string> {
    return Promise.resolve(`token for ${audience ?? "the API"}, ${seconds ?? "no"} s`);
  }

  private async read(key: string): Promise<ObjectData | undefined> {
    const text = this.objects.get(key);
    const data =
      text &&
      Object.fromEntries(Object.entries(text).map(([name, value]) => [name, Buffer.from(value)]));
    await this.delay();
    return data;
  }
}

/** A pod with one container, as the API server has it once it is scheduled. */
export function podOf(container: Partial<V1Container>, rest: V1Pod = {}): V1Pod {
  return {
    metadata: { name: "istiod-1", namespace: "istio-system", uid: "uid-1", ...rest.metadata },
    spec: {
      nodeName: "east-a",
      containers: [{ name: "discovery", image: "docker.io/istio/pilot:1", ...container }],
      ...rest.spec,
    },
    ...(rest.status && { status: rest.status }),
  };
}

/** The one container of a pod made by `podOf`. */
export function containerOf(pod: V1Pod): V1Container {
  const [container] = pod.spec?.containers ?? [];
  if (container === undefined) {
    throw new Error("the pod has no container");
  }
  return container;
}
