import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { Daemon, freePorts } from "./daemon";

/** The part of Prometheus' config that matters here. */
export interface PrometheusConfig extends Readonly<Record<string, unknown>> {
  readonly scrape_configs: readonly ({
    readonly kubernetes_sd_configs: readonly object[];
    readonly relabel_configs: readonly object[];
  } & Readonly<Record<string, unknown>>)[];
}

/** A Prometheus, with Thanos' sidecar beside it, on this machine. */
export interface Observer {
  readonly url: string;
  /** Address of the sidecar's gRPC API. */
  readonly store: string;
  stop(): Promise<void>;
}

export interface ObserverArgs {
  readonly name: string;
  readonly binaries: Readonly<Record<"prometheus" | "thanos", string>>;
  /** As a cluster has it, for a pod of its own. */
  readonly config: PrometheusConfig;
  /** Text of its rules. */
  readonly rules: string;
  /** By which it finds the cluster from outside. */
  readonly kubeconfig: string;
  /** Where pods are asked from outside, by their names. */
  readonly addresses: Readonly<Record<string, string>>;
  /** An empty one. */
  readonly folder: string;
}

/** Runs what a cluster's config says of its Prometheus; from outside, it needs a kubeconfig, and other addresses of pods. */
export async function startObserver(args: ObserverArgs): Promise<Observer> {
  const { name, binaries, config, rules, kubeconfig, addresses, folder } = args;
  const [port = 0, grpc = 0, http = 0] = await freePorts(3);
  const url = `http://127.0.0.1:${port}`;
  fs.writeFileSync(path.join(folder, "rules.yml"), rules);
  const outside = {
    ...config,
    rule_files: [path.join(folder, "rules.yml")],
    scrape_configs: config.scrape_configs.map((job) => ({
      ...job,
      kubernetes_sd_configs: job.kubernetes_sd_configs.map((one) => ({
        ...one,
        kubeconfig_file: kubeconfig,
      })),
      relabel_configs: [
        ...job.relabel_configs,
        ...Object.entries(addresses).map(([pod, address]) => ({
          source_labels: ["__meta_kubernetes_pod_name"],
          regex: pod,
          target_label: "__address__",
          replacement: address,
        })),
      ],
    })),
  };
  const file = path.join(folder, "prometheus.yml");
  fs.writeFileSync(file, stringify(outside));
  const data = path.join(folder, "data");
  const prometheus = await Daemon.start(`prometheus-${name}`, {
    binary: binaries.prometheus,
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    folder,
    ready: `${url}/-/ready`,
  });
  const sidecar = await Daemon.start(`thanos-${name}`, {
    binary: binaries.thanos,
    args: [
      "sidecar",
      `--prometheus.url=${url}`,
      `--tsdb.path=${data}`,
      `--grpc-address=127.0.0.1:${grpc}`,
      `--http-address=127.0.0.1:${http}`,
    ],
    folder,
    ready: `http://127.0.0.1:${http}/-/ready`,
  });
  return {
    url,
    store: `127.0.0.1:${grpc}`,
    stop: async () => {
      await sidecar.stop();
      await prometheus.stop();
    },
  };
}

/** A querier over several, at the URL that it answers at. */
export async function startQuerier(
  binary: string,
  observers: readonly Pick<Observer, "store">[],
  folder: string,
): Promise<Pick<Observer, "url" | "stop">> {
  const [grpc = 0, http = 0] = await freePorts(2);
  const url = `http://127.0.0.1:${http}`;
  const querier = await Daemon.start("thanos-query", {
    binary,
    args: [
      "query",
      `--grpc-address=127.0.0.1:${grpc}`,
      `--http-address=127.0.0.1:${http}`,
      ...observers.map((one) => `--endpoint=${one.store}`),
    ],
    folder,
    ready: `${url}/-/ready`,
  });
  return { url, stop: () => querier.stop() };
}
