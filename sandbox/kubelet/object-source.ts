import type { V1Pod } from "@kubernetes/client-node";
import { type Kube, orNone } from "../kube";
import type { ObjectData, ObjectSource } from "./volumes";

/** What Kubernetes gives a projected token that names no lifetime. */
const defaultTokenSeconds = 3600;
/** A kubelet asks for a new token when 80 % of the lifetime have passed. */
const renewAfter = 0.8;

interface HeldToken {
  readonly token: string;
  readonly renewAt: number;
}

/** Reads what pods mount from the cluster's API, and holds tokens until they are due. */
export class ApiObjectSource implements ObjectSource {
  private readonly tokens = new Map<string, HeldToken>();

  constructor(private readonly kube: Kube) {}

  async secret(namespace: string, name: string): Promise<ObjectData | undefined> {
    const secret = await orNone(this.kube.core.readNamespacedSecret({ namespace, name }));
    return secret && decode(secret.data);
  }

  async configMap(namespace: string, name: string): Promise<ObjectData | undefined> {
    const map = await orNone(this.kube.core.readNamespacedConfigMap({ namespace, name }));
    const text = Object.entries(map?.data ?? {}).map(
      ([key, value]) => [key, Buffer.from(value)] as const,
    );
    return map && { ...Object.fromEntries(text), ...decode(map.binaryData) };
  }

  async token(
    pod: V1Pod,
    audience: string | undefined,
    seconds = defaultTokenSeconds,
  ): Promise<string> {
    const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
    const key = `${uid}/${audience ?? ""}`;
    const held = this.tokens.get(key);
    if (held !== undefined && held.renewAt > Date.now()) {
      return held.token;
    }
    const request = await this.kube.core.createNamespacedServiceAccountToken({
      name: pod.spec?.serviceAccountName ?? "default",
      namespace,
      body: {
        spec: {
          audiences: audience === undefined ? [] : [audience],
          expirationSeconds: seconds,
          boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid },
        },
      },
    });
    const token = request.status?.token ?? "";
    this.tokens.set(key, { token, renewAt: Date.now() + seconds * renewAfter * 1000 });
    return token;
  }
}

function decode(data: Readonly<Record<string, string>> | undefined): ObjectData {
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64")]),
  );
}
