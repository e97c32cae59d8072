import * as fs from "node:fs";
import * as path from "node:path";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { ProcessSpec } from "../processes";
import { containerEnvironment, expand } from "./environment";
import type { ProcessImage } from "./images";
import type { PodHost, PodPlace } from "./pod-host";

const tokenFile = "var/run/secrets/kubernetes.io/serviceaccount/token";

/** Folder that stands for the file system of a container. */
export function containerRoot(pod: V1Pod, container: V1Container, host: PodHost): string {
  return path.join(host.root(pod), container.name);
}

/**
 * How to start the process of a container as its spec says; its kubeconfig is written.
 * @param command the binary of the image's part
 * @throws Error naming what the spec refers to and is not there
 */
export async function containerSpec(
  pod: V1Pod,
  container: V1Container,
  image: ProcessImage,
  command: string,
  place: PodPlace,
  host: PodHost,
): Promise<ProcessSpec> {
  const env = {
    ...host.serviceEnvironment,
    ...(await containerEnvironment(pod, container, place, host.source)),
  };
  const root = containerRoot(pod, container, host);
  fs.mkdirSync(root, { recursive: true });
  const kubeconfig = path.join(root, "kubeconfig");
  fs.writeFileSync(kubeconfig, host.kubeconfig(path.join(root, tokenFile)), { mode: 0o600 });
  const args = containerArgs(container, image, env);
  const { namespace = "", name = "" } = pod.metadata ?? {};
  return {
    name: `${host.cluster}/${namespace}/${name}/${container.name}`,
    ...image.start(
      host.dataPlane,
      { command, args, env },
      {
        address: image.network === "namespace" ? place.podIP : place.address,
        kubeconfig,
        controlSocket: host.controlSocket(place.podIP),
      },
    ),
    cwd: root,
    log: host.logFile(pod, container.name),
  };
}

function containerArgs(
  container: V1Container,
  image: ProcessImage,
  env: Readonly<Record<string, string>>,
): string[] {
  const [program, ...first] = container.command ?? [];
  if (program !== undefined && path.basename(program) !== image.entrypoint) {
    throw new Error(`the image has no program "${program}", only ${image.entrypoint}`);
  }
  return [...first, ...(container.args ?? [])].map((one) => expand(one, env));
}
