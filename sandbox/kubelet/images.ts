import type { V1Pod } from "@kubernetes/client-node";
import type { DataPlanePrograms, Programs } from "../programs";
import {
  meshConfigFile,
  withMeshConfigFile,
  withoutDefaultMetrics,
  withProxyPrograms,
} from "./plain-envoy";

/** What a container's program is started with. */
export interface ImageStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a program is told of where it runs. */
export interface ImagePlace {
  /** The pod's own address, or the loopback address that stands for it. */
  readonly address: string;
  /** Kubeconfig file of the pod's service account. */
  readonly kubeconfig: string;
  /** Unix socket by which the program can be asked from outside of the pod. */
  readonly controlSocket: string;
}

/** A container image that the sandbox serves by running the program that is in it. */
export interface ProcessImage {
  /** The image's ENTRYPOINT, which a container's `command` may name. */
  readonly entrypoint: string;
  /** What the ports are for, by container port. */
  readonly ports: Readonly<Record<string, number>>;
  /** Whether it can be asked by the control socket of its place. */
  readonly isAsked?: boolean;
  /** Whether its containers run in a network namespace of their pod, or on this machine's loopback addresses. */
  readonly network: "namespace" | "loopback";
  /** @param start as the container's spec has it, `command` is empty */
  start(programs: Programs, start: ImageStart, place: ImagePlace): ImageStart;
  /** A pod with the image as it is to be run. */
  adaptPod?(programs: Programs, pod: V1Pod): V1Pod;
  /** A mounted file as the program is to read it. */
  readFile?(programs: Programs, file: string, content: Buffer): Buffer;
}

const istiodPorts = { debug: 8080, xds: 15010, ca: 15012, monitoring: 15014, webhook: 15017 };

const operator: ProcessImage = {
  entrypoint: "operator",
  ports: { monitoring: 8383 },
  network: "loopback",
  start: (programs, { args, env }, { address, kubeconfig }) => ({
    command: programs["istio-operator"],
    args: [
      ...args,
      `--monitoring-host=${address}`,
      `--ctrlz_address=${address}`,
      `--kubeconfig=${kubeconfig}`,
    ],
    env,
  }),
};

const pilot: ProcessImage = {
  entrypoint: "pilot-discovery",
  ports: istiodPorts,
  network: "loopback",
  start: (programs, { args, env }, { address, kubeconfig }) => ({
    command: programs["pilot-discovery"],
    args: [
      ...args,
      `--httpAddr=${address}:${istiodPorts.debug}`,
      `--grpcAddr=${address}:${istiodPorts.xds}`,
      `--secureGRPCAddr=${address}:${istiodPorts.ca}`,
      `--monitoringAddr=${address}:${istiodPorts.monitoring}`,
      `--httpsAddr=${address}:${istiodPorts.webhook}`,
      `--ctrlz_address=${address}`,
      `--kubeconfig=${kubeconfig}`,
    ],
    env: programs.dataPlane === undefined ? env : { ...env, ...forPlainEnvoy },
  }),
  adaptPod: (programs, pod) => (programs.dataPlane === undefined ? pod : withMeshConfigFile(pod)),
  readFile: (programs, file, content) =>
    programs.dataPlane !== undefined && file === meshConfigFile
      ? withoutDefaultMetrics(content)
      : content,
};

/** Keeps istiod from sending what only Istio's own build of Envoy understands. */
const forPlainEnvoy = {
  PILOT_ENABLE_METADATA_EXCHANGE: "false",
  PILOT_ENABLE_ALPN_FILTER: "false",
  PILOT_DISABLE_MX_ALPN: "true",
};

const proxy: ProcessImage = {
  entrypoint: "pilot-agent",
  ports: { status: 15021 },
  network: "namespace",
  start: (programs, { args, env }) => {
    const dataPlane = needed(programs);
    return {
      command: dataPlane["pilot-agent"],
      args,
      env: withProxyPrograms(env, dataPlane),
    };
  },
};

const echo: ProcessImage = {
  entrypoint: "echo",
  ports: {},
  isAsked: true,
  network: "namespace",
  start: (programs, { args, env }, { controlSocket }) => ({
    command: process.execPath,
    args: [needed(programs).echo, ...args, `--control=${controlSocket}`],
    env,
  }),
};

function needed({ dataPlane }: Programs): DataPlanePrograms {
  if (dataPlane === undefined) {
    throw new Error("the sandbox runs without a data plane");
  }
  return dataPlane;
}

/** Images by repository. */
export const loopbackImages: Readonly<Record<string, ProcessImage>> = { operator, pilot };
export const namespaceImages: Readonly<Record<string, ProcessImage>> = { proxyv2: proxy, echo };
