import type { V1Pod } from "@kubernetes/client-node";
import {
  bootstrapTemplate,
  COLLECTOR_VERSION,
  ISTIO_VERSION,
  OLDER_ISTIO_VERSION,
  OLDER_OPERATOR_ADDRESS,
  PREVIOUS_ISTIO_VERSION,
  type PartName,
} from "../../toolchain/parts";
import type { DataPlanePrograms } from "../programs";
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

/** Undefined where there is none. */
type DataPlane = DataPlanePrograms | undefined;

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
  /** The part that is its program; undefined for a program of our own. */
  readonly part?: PartName;
  /** @param start as the container's spec has it, `command` is the part's binary */
  start(dataPlane: DataPlane, start: ImageStart, place: ImagePlace): ImageStart;
  /** A pod with the image as it is to be run. */
  adaptPod?(dataPlane: DataPlane, pod: V1Pod): V1Pod;
  /** A mounted file as the program is to read it. */
  readFile?(dataPlane: DataPlane, file: string, content: Buffer): Buffer;
}

const istiodPorts = { debug: 8080, xds: 15010, ca: 15012, monitoring: 15014, webhook: 15017 };

const operatorPorts = { monitoring: 8383 };

const operator: ProcessImage = {
  entrypoint: "operator",
  ports: operatorPorts,
  network: "loopback",
  part: "istio-operator",
  start: (_, { command, args, env }, { address, kubeconfig }) => ({
    command,
    args: [
      ...args,
      `--monitoring-host=${address}`,
      `--ctrlz_address=${address}`,
      `--kubeconfig=${kubeconfig}`,
    ],
    env,
  }),
};

const olderOperator: ProcessImage = {
  ...operator,
  part: "istio-operator-1.16",
  start: (_, { command, args, env }, { address, kubeconfig }) => ({
    command,
    args: [...args, `--ctrlz_address=${address}`, `--kubeconfig=${kubeconfig}`],
    env: { ...env, [OLDER_OPERATOR_ADDRESS]: `${address}:${operatorPorts.monitoring}` },
  }),
};

const pilot: ProcessImage = {
  entrypoint: "pilot-discovery",
  ports: istiodPorts,
  network: "loopback",
  part: "pilot-discovery",
  start: (dataPlane, { command, args, env }, { address, kubeconfig }) => ({
    command,
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
    env: dataPlane === undefined ? env : { ...env, ...forPlainEnvoy },
  }),
  adaptPod: (dataPlane, pod) => (dataPlane === undefined ? pod : withMeshConfigFile(pod)),
  readFile: (dataPlane, file, content) =>
    dataPlane !== undefined && file === meshConfigFile ? withoutDefaultMetrics(content) : content,
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
  part: "pilot-agent",
  start: (dataPlane, { command, args, env }) => ({
    command,
    args,
    env: withProxyPrograms(env, needed(dataPlane).envoy, bootstrapTemplate(command)),
  }),
};

const echo: ProcessImage = {
  entrypoint: "echo",
  ports: {},
  isAsked: true,
  network: "namespace",
  start: (dataPlane, { args, env }, { controlSocket }) => ({
    command: process.execPath,
    args: [needed(dataPlane).echo, ...args, `--control=${controlSocket}`],
    env,
  }),
};

/** Its files are below the folder that it is started in. */
const collector: ProcessImage = {
  entrypoint: "otelcol-contrib",
  ports: {},
  network: "namespace",
  part: "opentelemetry-collector",
  start: (_, { command, args, env }) => ({
    command,
    args: args.map((one) => one.replace(/^--config=\//, "--config=")),
    env,
  }),
};

function needed(dataPlane: DataPlane): DataPlanePrograms {
  if (dataPlane === undefined) {
    throw new Error("the sandbox runs without a data plane");
  }
  return dataPlane;
}

type Tags = Readonly<Record<string, ProcessImage>>;

/** Images by repository and tag. */
export const loopbackImages: Readonly<Record<string, Tags>> = {
  operator: {
    [ISTIO_VERSION]: operator,
    [PREVIOUS_ISTIO_VERSION]: { ...operator, part: "istio-operator-previous" },
    [OLDER_ISTIO_VERSION]: olderOperator,
  },
  pilot: {
    [ISTIO_VERSION]: pilot,
    [PREVIOUS_ISTIO_VERSION]: { ...pilot, part: "pilot-discovery-previous" },
    [OLDER_ISTIO_VERSION]: { ...pilot, part: "pilot-discovery-1.16" },
  },
};
export const namespaceImages: Readonly<Record<string, Tags>> = {
  proxyv2: {
    [ISTIO_VERSION]: proxy,
    [PREVIOUS_ISTIO_VERSION]: { ...proxy, part: "pilot-agent-previous" },
    [OLDER_ISTIO_VERSION]: { ...proxy, part: "pilot-agent-1.16" },
  },
  echo: { "1": echo },
  "opentelemetry-collector-contrib": { [COLLECTOR_VERSION]: collector },
};
