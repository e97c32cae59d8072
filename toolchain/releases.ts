import { version as kubernetesSdk } from "@pulumi/kubernetes/package.json";

/** What the sandbox's Istio calls itself, and so the tag of the container images that it asks for. */
export const ISTIO_VERSION = "1.22-alpha.55f12a68b4f9";
/** An Istio of three days earlier, so of the same minor version: from it to the other is a patch. */
export const PREVIOUS_ISTIO_VERSION = "1.22-alpha.d80ef7b19049";
/** The older Istio, from which an upgrade is a real one; it asks for its images in the same way. */
export const OLDER_ISTIO_VERSION = "1.16-alpha.ae8d5164776c";
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
  ldflags: istioStamped("istio.io/istio/pkg/version", ISTIO_VERSION),
} as const;

/** What the parts of the previous Istio have in common. */
export const PREVIOUS_ISTIO = {
  group: "older-istio",
  version: PREVIOUS_ISTIO_VERSION,
  ldflags: istioStamped("istio.io/istio/pkg/version", PREVIOUS_ISTIO_VERSION),
} as const;

/** What the parts of the older Istio have in common. Its version was in a module of its own then. */
export const OLDER_ISTIO = {
  group: "older-istio",
  version: OLDER_ISTIO_VERSION,
  ldflags: istioStamped("istio.io/pkg/version", OLDER_ISTIO_VERSION),
} as const;

function istioStamped(base: string, version: string): string {
  return stamped(base, {
    buildVersion: version,
    buildGitRevision: version.replace(/^.*\./, ""),
    buildStatus: "Clean",
    buildTag: version,
    buildHub: "docker.io/istio",
  });
}

function stamped(base: string, values: Readonly<Record<string, string>>): string {
  const flags = Object.entries(values).map(([name, value]) => `-X ${base}.${name}=${value}`);
  return [STRIP, ...flags].join(" ");
}
