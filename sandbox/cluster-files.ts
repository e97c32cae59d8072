import * as path from "node:path";
import { clusterSocket, componentKubeconfig, type ControlPlane } from "./control-plane";
import { writeFileAtomically } from "./files";
import { certificateUser, kubeconfigFor } from "./kubeconfig";
import { kwokConfig } from "./kwok-stages";
import { pkiFiles } from "./pki";

/** Writes what a cluster's processes, and its users, read when they start; the certificates are there already. */
export function writeClusterFiles(plane: ControlPlane): void {
  const { name, layout, addresses } = plane;
  const write = (file: string, certificate: string) => {
    const user = certificateUser(layout, certificate);
    writeFileAtomically(file, kubeconfigFor(name, layout, addresses, user));
  };
  write(layout.kubeconfig, pkiFiles.admin);
  write(componentKubeconfig(layout, "controller-manager"), pkiFiles.controllerManager);
  write(componentKubeconfig(layout, "scheduler"), pkiFiles.scheduler);
  writeFileAtomically(
    path.join(layout.root, "egress.yaml"),
    egressConfig(clusterSocket(plane, "egress")),
  );
  writeFileAtomically(
    path.join(layout.root, "kwok.yaml"),
    kwokConfig(plane.dataPlane !== undefined),
  );
}

/**
 * Makes the API server ask our proxy for all that it calls: `cluster` is for nodes and the Services of webhooks,
 * `controlplane` for webhooks that have a URL.
 * Source: https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/util/webhook/authentication.go
 */
function egressConfig(socket: string): string {
  return JSON.stringify({
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: ["cluster", "controlplane"].map((name) => ({
      name,
      connection: { proxyProtocol: "HTTPConnect", transport: { uds: { udsName: socket } } },
    })),
  });
}
