import * as path from "node:path";
import type { V1Pod } from "@kubernetes/client-node";
import { parse, stringify } from "yaml";

/*
 * The sandbox runs the Envoy of Envoy's own project, not Istio's build of it, which cannot be had from a package
 * registry. What Istio's build alone understands is kept from it here, and nowhere else.
 */

/**
 * A proxy's environment that names the sandbox's Envoy and its bootstrap, which the image has elsewhere.
 * The image of Istio 1.16 also has ISTIO_META_ISTIO_VERSION, and that one must not be set: by it istiod finds the
 * EnvoyFilters for metrics that its chart has for each version up to 1.16, a filter that only Istio's build of Envoy has.
 */
export function withProxyPrograms(
  env: Readonly<Record<string, string>>,
  envoy: string,
  bootstrap: string,
): Record<string, string> {
  const config = (parse(env["PROXY_CONFIG"] ?? "{}") ?? {}) as Record<string, unknown>;
  return {
    ...env,
    PROXY_CONFIG: JSON.stringify({ ...config, binaryPath: envoy }),
    ISTIO_BOOTSTRAP: bootstrap,
  };
}

/** Where istiod looks for the mesh config before it asks the API server for the ConfigMap. */
export const meshConfigFile = "/etc/istio/config/mesh";

/** A pod of istiod that has the mesh config as a file, so that it can be another than the ConfigMap's. */
export function withMeshConfigFile(pod: V1Pod): V1Pod {
  const name = "sandbox-mesh-config";
  const mountPath = path.dirname(meshConfigFile);
  const containers = (pod.spec?.containers ?? []).map((one) => {
    const mounts = (one.volumeMounts ?? []).filter((mount) => mount.mountPath !== mountPath);
    return { ...one, volumeMounts: [...mounts, { name, mountPath }] };
  });
  const revision = containers[0]?.env?.find((one) => one.name === "REVISION")?.value ?? "default";
  const configMap = { name: revision === "default" ? "istio" : `istio-${revision}` };
  return {
    ...pod,
    spec: { ...pod.spec, containers, volumes: [...(pod.spec?.volumes ?? []), { name, configMap }] },
  };
}

/** A mesh config without default providers of metrics: these are a filter that only Istio's build of Envoy has. */
export function withoutDefaultMetrics(content: Buffer): Buffer {
  const config = (parse(content.toString("utf8")) ?? {}) as {
    defaultProviders?: Record<string, unknown>;
  };
  const { metrics, ...others } = config.defaultProviders ?? {};
  return metrics === undefined
    ? content
    : Buffer.from(stringify({ ...config, defaultProviders: others }));
}
