import { version as kubernetesSdk } from "@pulumi/kubernetes/package.json";

/** What the sandbox's Istio calls itself, and so the tag of the container images that it asks for. */
export const ISTIO_VERSION = "1.22-alpha.55f12a68b4f9";
const KUBERNETES_VERSION = "1.34.4";
const PULUMI_VERSION = "3.250.0";

/** The flags of every Go part: no symbols, which nobody reads here. */
export const STRIP = "-s -w";

/** What the parts of Pulumi's release have in common. */
export const PULUMI = {
  group: "pulumi",
  version: PULUMI_VERSION,
  ldflags: stamped("github.com/pulumi/pulumi/sdk/v3/go/common/version", {
    Version: `v${PULUMI_VERSION}`,
  }),
} as const;

/** The release of the engine's Kubernetes plugin. */
export const KUBERNETES_PLUGIN = {
  group: "pulumi",
  version: kubernetesSdk,
  ldflags: stamped("github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version", {
    Version: kubernetesSdk,
  }),
} as const;

/** What the parts of Kubernetes' release have in common. */
export const KUBERNETES = {
  group: "sandbox",
  version: KUBERNETES_VERSION,
  // Without these the server calls itself v0.0.0-master, and the version checks of charts fail.
  ldflags: stamped("k8s.io/component-base/version", {
    gitVersion: `v${KUBERNETES_VERSION}`,
    gitMajor: "1",
    gitMinor: "34",
  }),
} as const;

/** What the parts of Istio's release have in common. */
export const ISTIO = {
  group: "sandbox",
  version: ISTIO_VERSION,
  ldflags: stamped("istio.io/istio/pkg/version", {
    buildVersion: ISTIO_VERSION,
    buildGitRevision: "55f12a68b4f9",
    buildStatus: "Clean",
    buildTag: ISTIO_VERSION,
    buildHub: "docker.io/istio",
  }),
} as const;

function stamped(base: string, values: Readonly<Record<string, string>>): string {
  const flags = Object.entries(values).map(([name, value]) => `-X ${base}.${name}=${value}`);
  return [STRIP, ...flags].join(" ");
}
