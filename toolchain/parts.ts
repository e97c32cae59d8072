import { join } from "node:path";
import { version as kubernetesSdk } from "@pulumi/kubernetes/package.json";
import { version as randomSdk } from "@pulumi/random/package.json";
import { version as tlsSdk } from "@pulumi/tls/package.json";
import { ensure } from "./ensure";
import type { GoPart, Part, StandInPart } from "./part";
import type { Reporter } from "./reporter";

/** What the sandbox's Istio calls itself, and so the tag of the container images that it asks for. */
export const ISTIO_VERSION = "1.22-alpha.55f12a68b4f9";
const KUBERNETES_VERSION = "1.34.4";
const PULUMI_VERSION = "3.250.0";

const STRIP = "-s -w";
const PULUMI_FLAGS = stamped("github.com/pulumi/pulumi/sdk/v3/go/common/version", {
  Version: `v${PULUMI_VERSION}`,
});
const PLUGIN_FLAGS = stamped("github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version", {
  Version: kubernetesSdk,
});
// Without these the server calls itself v0.0.0-master, and the version checks of charts fail.
const KUBERNETES_FLAGS = stamped("k8s.io/component-base/version", {
  gitVersion: `v${KUBERNETES_VERSION}`,
  gitMajor: "1",
  gitMinor: "34",
});
const ISTIO_FLAGS = stamped("istio.io/istio/pkg/version", {
  buildVersion: ISTIO_VERSION,
  buildGitRevision: "55f12a68b4f9",
  buildStatus: "Clean",
  buildTag: ISTIO_VERSION,
  buildHub: "docker.io/istio",
});

const PULUMI = { group: "pulumi", version: PULUMI_VERSION, ldflags: PULUMI_FLAGS } as const;
const KUBERNETES = {
  group: "sandbox",
  version: KUBERNETES_VERSION,
  ldflags: KUBERNETES_FLAGS,
} as const;
const ISTIO = { group: "sandbox", version: ISTIO_VERSION, ldflags: ISTIO_FLAGS } as const;

type Row = Omit<GoPart, "name" | "kind"> | Omit<StandInPart, "name" | "kind">;

const ROWS = {
  pulumi: {
    ...PULUMI,
    purpose: "the engine and its command line",
    pin: pin("pulumi"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  },
  "pulumi-language-nodejs": {
    group: "pulumi",
    version: "3.190.0",
    purpose: "runs a TypeScript program for the engine",
    pin: pin("pulumi-language-nodejs"),
    package: "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
    ldflags: STRIP,
  },
  "pulumi-resource-kubernetes": {
    group: "pulumi",
    version: kubernetesSdk,
    purpose: "the engine's Kubernetes plugin",
    pin: pin("pulumi-resource-kubernetes"),
    package: ".",
    ldflags: PLUGIN_FLAGS,
    copies: {
      module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
      files: [
        "cmd/pulumi-resource-kubernetes/schema.json",
        "cmd/pulumi-resource-kubernetes/terraform-mapping.json",
      ],
    },
  },
  "pulumi-resource-tls": standIn("tls", tlsSdk),
  "pulumi-resource-random": standIn("random", randomSdk),
  etcd: {
    group: "sandbox",
    version: "3.6.13",
    purpose: "the store of the sandbox's clusters",
    pin: pin("etcd"),
    package: "go.etcd.io/etcd/server/v3",
    ldflags: STRIP,
  },
  "kube-apiserver": {
    ...KUBERNETES,
    purpose: "the API server of a sandbox cluster",
    pin: pin("kubernetes"),
    package: "k8s.io/kubernetes/cmd/kube-apiserver",
  },
  "kube-controller-manager": {
    ...KUBERNETES,
    purpose: "the controllers of a sandbox cluster",
    pin: pin("kubernetes"),
    package: "k8s.io/kubernetes/cmd/kube-controller-manager",
  },
  "kube-scheduler": {
    ...KUBERNETES,
    purpose: "the scheduler of a sandbox cluster",
    pin: pin("kubernetes"),
    package: "k8s.io/kubernetes/cmd/kube-scheduler",
  },
  kwok: {
    group: "sandbox",
    version: "0.7.0",
    purpose: "plays the nodes of a sandbox cluster",
    pin: pin("kwok"),
    package: "sigs.k8s.io/kwok/cmd/kwok",
    ldflags: STRIP,
  },
  istioctl: {
    ...ISTIO,
    purpose: "Istio's command line",
    pin: pin("istio"),
    package: "istio.io/istio/istioctl/cmd/istioctl",
  },
  "pilot-discovery": {
    ...ISTIO,
    purpose: "istiod, Istio's control plane",
    pin: pin("istio"),
    package: "istio.io/istio/pilot/cmd/pilot-discovery",
  },
  "istio-operator": {
    ...ISTIO,
    purpose: "installs Istio from an IstioOperator",
    pin: pin("istio"),
    package: "istio.io/istio/operator/cmd/operator",
  },
} as const satisfies Record<string, Row>;

export type PartName = keyof typeof ROWS;

const NAMES = Object.keys(ROWS) as PartName[];

/** Every part of this project, in the order in which it is built. */
export const PARTS: Readonly<Record<PartName, Part>> = record((name) => {
  const row: Row = ROWS[name];
  return "plugin" in row ? { ...row, name, kind: "stand-in" } : { ...row, name, kind: "go" };
});

/** The names of all parts, or of those of one group. */
export function partNames(group?: Part["group"]): PartName[] {
  return NAMES.filter((name) => group === undefined || PARTS[name].group === group);
}

/**
 * Builds those of the named parts that are missing, once for all checkouts of this user, and says on
 * stderr what it does. Returns the path of each part's binary.
 */
export async function ensureParts<N extends PartName>(
  names: readonly N[],
  reporter?: Reporter,
): Promise<Record<N, string>> {
  const binaries = await ensure(
    names.map((name) => PARTS[name]),
    reporter,
  );
  return Object.fromEntries(binaries) as Record<N, string>;
}

function record(make: (name: PartName) => Part): Record<PartName, Part> {
  return Object.fromEntries(NAMES.map((name) => [name, make(name)])) as Record<PartName, Part>;
}

function stamped(base: string, values: Readonly<Record<string, string>>): string {
  const flags = Object.entries(values).map(([name, value]) => `-X ${base}.${name}=${value}`);
  return [STRIP, ...flags].join(" ");
}

function pin(folder: string): string {
  return join(__dirname, "pins", folder);
}

function standIn(
  plugin: StandInPart["plugin"],
  version: string,
): Omit<StandInPart, "name" | "kind"> {
  return {
    group: "pulumi",
    version,
    purpose: `stand-in for the official ${plugin} plugin`,
    plugin,
    sources: join(__dirname, "plugins"),
    lockfile: join(__dirname, "..", "package-lock.json"),
  };
}
