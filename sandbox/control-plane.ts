import * as path from "node:path";
import type { PartName } from "../toolchain/parts";
import { type ClusterAddresses, etcdAddress, ports, type SandboxAddresses } from "./addresses";
import type { ClusterLayout, SandboxLayout } from "./layout";
import { pkiFiles } from "./pki";
import type { ProcessSpec } from "./processes";
import type { DataPlanePrograms } from "./programs";

type Binaries = Readonly<Record<PartName, string>>;

/** What the specs of one cluster's processes are made from. */
export interface ControlPlane {
  readonly name: string;
  readonly layout: ClusterLayout;
  readonly addresses: ClusterAddresses;
  readonly sandbox: SandboxAddresses;
  readonly binaries: Binaries;
  /** Undefined without a data plane. */
  readonly dataPlane: DataPlanePrograms | undefined;
  /** Number of the cluster in the address plan. */
  readonly index: number;
  /** The Istio network that the cluster is in, by the stack's name. */
  readonly network: string;
  /** Folder for sockets, whose paths may not be long. */
  readonly sockets: string;
}

/** A unix socket of a cluster; `egress` is the proxy's through which the API server reaches webhooks. */
export function clusterSocket(
  { sockets, index }: Pick<ControlPlane, "sockets" | "index">,
  purpose: string,
): string {
  return path.join(sockets, `${index}-${purpose}.sock`);
}

/** One etcd for all clusters; each keeps its keys below its own prefix. */
export function etcd(
  layout: SandboxLayout,
  sandbox: SandboxAddresses,
  binaries: Binaries,
): ProcessSpec {
  const client = `http://${etcdAddress(sandbox)}:${ports.etcd}`;
  const peer = `http://${etcdAddress(sandbox)}:${ports.etcdPeer}`;
  return {
    name: "etcd",
    command: binaries.etcd,
    args: flags({
      name: "sandbox",
      "data-dir": path.join(layout.etcd, "data"),
      "listen-client-urls": client,
      "advertise-client-urls": client,
      "listen-peer-urls": peer,
      "initial-advertise-peer-urls": peer,
      "initial-cluster": `sandbox=${peer}`,
      // The data has to survive a killed process, not a power cut.
      "unsafe-no-fsync": "true",
      "log-level": "warn",
    }),
    env: {},
    cwd: layout.root,
    log: path.join(layout.etcd, "etcd.log"),
  };
}

/** Deletes all that etcd holds of a cluster, so that a later one of that name begins empty. */
export async function forgetCluster(sandbox: SandboxAddresses, name: string): Promise<void> {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  // The JSON form of etcd's API; "0" is the character after "/", so the range is all below `/<name>/`.
  const response = await fetch(`http://${etcdAddress(sandbox)}:${ports.etcd}/v3/kv/deleterange`, {
    method: "POST",
    body: JSON.stringify({ key: base64(`/${name}/`), range_end: base64(`/${name}0`) }),
  });
  if (!response.ok) {
    throw new Error(`etcd did not forget cluster ${name}: ${await response.text()}`);
  }
}

export function apiServer(cluster: ControlPlane): ProcessSpec {
  const { layout, addresses } = cluster;
  return clusterProcess(cluster, "kube-apiserver", {
    "etcd-servers": `http://${etcdAddress(cluster.sandbox)}:${ports.etcd}`,
    "etcd-prefix": `/${cluster.name}`,
    "bind-address": addresses.controlPlane,
    "secure-port": String(ports.apiServer),
    // Never used, because the endpoint reconciler is off, but it must not be loopback.
    "advertise-address": addresses.loadBalancer(0),
    "endpoint-reconciler-type": "none",
    "tls-cert-file": layout.pkiFile(`${pkiFiles.apiServer}.crt`),
    "tls-private-key-file": layout.pkiFile(`${pkiFiles.apiServer}.key`),
    "client-ca-file": layout.pkiFile(pkiFiles.ca),
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": layout.pkiFile(pkiFiles.serviceAccountPublicKey),
    "service-account-signing-key-file": layout.pkiFile(pkiFiles.serviceAccountKey),
    "service-cluster-ip-range": addresses.services,
    "authorization-mode": "RBAC",
    "allow-privileged": "true",
    "egress-selector-config-file": path.join(layout.root, "egress.yaml"),
  });
}

export function controllerManager(cluster: ControlPlane): ProcessSpec {
  const { layout, addresses } = cluster;
  return clusterProcess(cluster, "kube-controller-manager", {
    ...kubeconfigFlags(layout, "controller-manager"),
    "bind-address": addresses.controlPlane,
    "secure-port": String(ports.controllerManager),
    "cert-dir": layout.pki,
    "root-ca-file": layout.pkiFile(pkiFiles.ca),
    "service-account-private-key-file": layout.pkiFile(pkiFiles.serviceAccountKey),
    "use-service-account-credentials": "true",
    "leader-elect": "false",
    "kube-api-qps": "200",
    "kube-api-burst": "400",
  });
}

export function scheduler(cluster: ControlPlane): ProcessSpec {
  return clusterProcess(cluster, "kube-scheduler", {
    ...kubeconfigFlags(cluster.layout, "scheduler"),
    "bind-address": cluster.addresses.controlPlane,
    "secure-port": String(ports.scheduler),
    "cert-dir": cluster.layout.pki,
    "leader-elect": "false",
  });
}

export function kwok(cluster: ControlPlane): ProcessSpec {
  return clusterProcess(cluster, "kwok", {
    kubeconfig: cluster.layout.kubeconfig,
    config: path.join(cluster.layout.root, "kwok.yaml"),
    "manage-all-nodes": "true",
    // Without a lease the nodes turn NotReady and Deployments stay unavailable.
    "node-lease-duration-seconds": "40",
    cidr: cluster.addresses.simulatedPods,
    "node-ip": cluster.addresses.node,
    "node-port": String(ports.kubelet),
    "server-address": `${cluster.addresses.controlPlane}:${ports.kubelet}`,
    "tls-cert-file": cluster.layout.pkiFile(`${pkiFiles.apiServer}.crt`),
    "tls-private-key-file": cluster.layout.pkiFile(`${pkiFiles.apiServer}.key`),
    "enable-crds": "PortForward",
  });
}

/** Kubeconfigs that the control plane's own processes use, by the name of their client certificate. */
export function componentKubeconfig(layout: ClusterLayout, component: string): string {
  return path.join(layout.pki, `${component}.kubeconfig`);
}

function kubeconfigFlags(layout: ClusterLayout, component: string): Record<string, string> {
  const file = componentKubeconfig(layout, component);
  return {
    kubeconfig: file,
    "authentication-kubeconfig": file,
    "authorization-kubeconfig": file,
  };
}

function clusterProcess(
  cluster: ControlPlane,
  part: PartName,
  options: Readonly<Record<string, string>>,
): ProcessSpec {
  return {
    name: `${cluster.name}/${part}`,
    command: cluster.binaries[part],
    args: flags(options),
    env: { HOME: cluster.layout.root },
    cwd: cluster.layout.root,
    log: cluster.layout.log(part),
  };
}

function flags(options: Readonly<Record<string, string>>): string[] {
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}
