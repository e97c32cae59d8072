import * as fs from "node:fs";
import * as path from "node:path";
import * as k8s from "@kubernetes/client-node";
import { parse, stringify } from "yaml";
import { metricsSecretName } from "../../../../components/specs/observability/prometheus";
import { prometheusDeployment } from "../../../../stacks/observability/metrics/chart";
import { secretsFolder } from "../../../../stacks/observability/metrics/plan";
import type { TestCluster } from "../clusters";
import { Daemon, freePorts } from "./daemon";

/** The part of Prometheus' config that matters here. */
interface PrometheusConfig extends Readonly<Record<string, unknown>> {
  readonly scrape_configs: readonly ({
    readonly kubernetes_sd_configs: readonly object[];
    readonly relabel_configs: readonly object[];
  } & Readonly<Record<string, unknown>>)[];
}

/** A Prometheus, with Thanos' sidecar beside it, on this machine. */
export interface Observer {
  readonly url: string;
  /** File of its config. */
  readonly config: string;
  /** Address of the sidecar's gRPC API. */
  readonly store: string;
  stop(): Promise<void>;
}

export interface ObserverArgs {
  readonly cluster: TestCluster;
  /** Where its Prometheus is. */
  readonly namespace: string;
  readonly binaries: Readonly<Record<"prometheus" | "thanos", string>>;
  /** By which it finds the cluster from outside. */
  readonly kubeconfig: string;
  /** An empty one. */
  readonly folder: string;
}

/** Flags that say where a container of a pod listens, and whom it finds in its own pod. */
const addresses = /^--(web\.listen-address|grpc-address|http-address|prometheus\.url)=/;

/**
 * Runs the containers of a cluster's Prometheus as their Deployment, ConfigMap and Secret have them. On this machine they
 * need a kubeconfig, other files, and other addresses of istiods and of themselves.
 */
export async function startObserver(args: ObserverArgs): Promise<Observer> {
  const { cluster, namespace, binaries, kubeconfig, folder } = args;
  const [port = 0, grpc = 0, http = 0] = await freePorts(3);
  const url = `http://127.0.0.1:${port}`;
  const here = (text: string) =>
    text
      .replaceAll("/etc/config/", `${folder}/config/`)
      .replaceAll(`${secretsFolder}/`, `${folder}/secrets/`)
      .replaceAll("/var/run/secrets/kubernetes.io/serviceaccount/", `${folder}/account/`)
      .replaceAll(/(?<==)\/data\b/g, `${folder}/data`);
  const put = (under: string, files: Readonly<Record<string, string>>) => {
    fs.mkdirSync(path.join(folder, under));
    for (const [name, content] of Object.entries(files)) {
      fs.writeFileSync(path.join(folder, under, name), content);
    }
  };

  const name = prometheusDeployment;
  const { spec } = await cluster.api(k8s.AppsV1Api).readNamespacedDeployment({ namespace, name });
  const argsOf = (container: string) =>
    (spec?.template.spec?.containers.find((one) => one.name === container)?.args ?? [])
      .filter((one) => !addresses.test(one))
      .map(here);
  const { data = {} } = await cluster.core.readNamespacedConfigMap({ namespace, name });
  const text = data["prometheus.yml"] ?? "";
  const config = stringify(fromOutside(parse(here(text)) as PrometheusConfig, cluster, kubeconfig));
  put("config", { ...data, "prometheus.yml": config });
  const { status } = await cluster.core.createNamespacedServiceAccountToken({
    namespace,
    name: spec?.template.spec?.serviceAccountName ?? "",
    body: { spec: { audiences: [] } },
  });
  put("account", { token: status?.token ?? "" });
  put("secrets", await cluster.secret(namespace, metricsSecretName));

  const prometheus = await Daemon.start("prometheus", {
    binary: binaries.prometheus,
    args: [...argsOf("prometheus-server"), `--web.listen-address=127.0.0.1:${port}`],
    folder,
    ready: `${url}/-/ready`,
  });
  const sidecar = await Daemon.start("thanos", {
    binary: binaries.thanos,
    args: [
      ...argsOf("thanos-sidecar"),
      `--prometheus.url=${url}`,
      `--grpc-address=127.0.0.1:${grpc}`,
      `--http-address=127.0.0.1:${http}`,
    ],
    folder,
    ready: `http://127.0.0.1:${http}/-/ready`,
  });
  return {
    url,
    config: path.join(folder, "config", "prometheus.yml"),
    store: `127.0.0.1:${grpc}`,
    stop: async () => {
      await sidecar.stop();
      await prometheus.stop();
    },
  };
}

function fromOutside(
  config: PrometheusConfig,
  cluster: TestCluster,
  kubeconfig: string,
): PrometheusConfig {
  const istiods = cluster.istiods().map(({ pod, ports }) => ({
    source_labels: ["__meta_kubernetes_pod_name"],
    regex: pod,
    target_label: "__address__",
    replacement: ports["monitoring"] ?? "",
  }));
  return {
    ...config,
    scrape_configs: config.scrape_configs.map((job) => ({
      ...job,
      kubernetes_sd_configs: job.kubernetes_sd_configs.map((one) => ({
        ...one,
        kubeconfig_file: kubeconfig,
      })),
      relabel_configs: [...job.relabel_configs, ...istiods],
    })),
  };
}

/** Who may write to a store, and read it. */
export interface StoreUser {
  readonly name: string;
  readonly password: string;
  /** The password by bcrypt. */
  readonly hash: string;
}

/** A Prometheus that is sent samples. */
export interface Store {
  readonly url: string;
  /** The JSON of what it answers a query. */
  ask(query: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param folder none yet */
export async function startStore(binary: string, user: StoreUser, folder: string): Promise<Store> {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  fs.mkdirSync(folder);
  const files = {
    "web.yml": { basic_auth_users: { [user.name]: user.hash } },
    "prometheus.yml": {},
  };
  for (const [name, content] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, name), stringify(content));
  }
  const login = Buffer.from(`${user.name}:${user.password}`).toString("base64");
  const headers = { authorization: `Basic ${login}` };
  const daemon = await Daemon.start("store", {
    binary,
    args: [
      "--config.file=prometheus.yml",
      "--web.config.file=web.yml",
      "--web.enable-remote-write-receiver",
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    folder,
    ready: new Request(`${url}/-/ready`, { headers }),
  });
  return {
    url,
    ask: async (query) => {
      const at = `${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
      return (await fetch(at, { headers })).text();
    },
    stop: () => daemon.stop(),
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
