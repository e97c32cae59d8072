import { parse, stringify } from "yaml";
import type { DataPlanePrograms } from "../programs";

/*
 * The sandbox runs the Envoy of Envoy's own project, not Istio's build of it, which cannot be had from a package
 * registry. What Istio's build alone understands is kept from it here, and nowhere else.
 */

/** A proxy's environment that names the sandbox's Envoy and its bootstrap, which the image has elsewhere. */
export function withProxyPrograms(
  env: Readonly<Record<string, string>>,
  { envoy, bootstrap }: DataPlanePrograms,
): Record<string, string> {
  const config = (parse(env["PROXY_CONFIG"] ?? "{}") ?? {}) as Record<string, unknown>;
  return {
    ...env,
    PROXY_CONFIG: JSON.stringify({ ...config, binaryPath: envoy }),
    ISTIO_BOOTSTRAP: bootstrap,
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
