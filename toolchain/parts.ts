import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version as kubernetesVersion } from "@pulumi/kubernetes/package.json";
import { binaryOf, ensure } from "./ensure";
import { pluginVersions } from "./plugins/bundle";
import type { Reporter } from "./reporter";

interface PartBase {
  readonly version: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** `pulumi`: what the program needs; `sandbox`: what the sandbox runs. */
  readonly group: "pulumi" | "sandbox";
}

/** A part that the Go compiler makes from modules of the public proxy. */
export interface GoPart extends PartBase {
  readonly name: string;
  readonly kind: "go";
  /** The folder with the go.mod and go.sum that fix every module, and a main.go if we need our own. */
  readonly pin: string;
  /** The package with the main function. */
  readonly package: string;
  readonly ldflags: string;
  /** Files of a module that a build needs beside main.go, taken from the module cache. */
  readonly copies?: { readonly module: string; readonly files: readonly string[] };
}

/** A part that esbuild makes from toolchain/plugins. */
export interface StandIn extends PartBase {
  readonly name: string;
  readonly kind: "stand-in";
  readonly plugin: "tls" | "random";
  /** The folder with its sources. */
  readonly sources: string;
  /** The file that fixes the versions of what it is made of. */
  readonly lockfile: string;
}

export type Part = GoPart | StandIn;

/** What the sandbox's Istio calls itself, and so the tag of the container images that it asks for. */
export const ISTIO_VERSION = "1.22-alpha.55f12a68b4f9";
const KUBERNETES_VERSION = "1.34.4";
const PULUMI_VERSION = "3.250.0";
const STRIP = "-s -w";

function stamp(values: Readonly<Record<string, string>>): string {
  return [STRIP, ...Object.entries(values).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}

function kubernetes<const N extends string>(name: N, purpose: string) {
  const base = "k8s.io/component-base/version";
  return {
    ...go(name, KUBERNETES_VERSION, purpose, "sandbox", "kubernetes", `k8s.io/kubernetes/cmd/${name}`),
    // Without these the server calls itself v0.0.0-master, and the version checks of charts fail.
    ldflags: stamp({
      [`${base}.gitVersion`]: `v${KUBERNETES_VERSION}`,
      [`${base}.gitMajor`]: "1",
      [`${base}.gitMinor`]: "34",
    }),
  };
}

function istio<const N extends string>(name: N, purpose: string, path: string) {
  const base = "istio.io/istio/pkg/version";
  return {
    ...go(name, ISTIO_VERSION, purpose, "sandbox", "istio", `istio.io/istio/${path}`),
    ldflags: stamp({
      [`${base}.buildVersion`]: ISTIO_VERSION,
      [`${base}.buildGitRevision`]: "55f12a68b4f9",
      [`${base}.buildStatus`]: "Clean",
      [`${base}.buildTag`]: ISTIO_VERSION,
      [`${base}.buildHub`]: "docker.io/istio",
    }),
  };
}

function go<const N extends string>(
  name: N,
  version: string,
  purpose: string,
  group: PartBase["group"],
  pin: string,
  main: string,
) {
  const folder = join(__dirname, "pins", pin);
  const ldflags = STRIP;
  return { kind: "go" as const, name, version, purpose, group, pin: folder, package: main, ldflags };
}

function standIn<const N extends string>(name: N, plugin: StandIn["plugin"]) {
  return {
    kind: "stand-in" as const,
    name,
    version: pluginVersions[plugin],
    purpose: `stand-in for the official ${plugin} plugin`,
    group: "pulumi" as const,
    plugin,
    sources: join(__dirname, "plugins"),
    lockfile: join(__dirname, "..", "package-lock.json"),
  };
}
