import * as fs from "node:fs";
import { ports } from "./addresses";
import type { ClusterAddresses } from "./addresses";
import type { ClusterLayout } from "./layout";
import { pkiFiles } from "./pki";

/** How a kubeconfig says who its user is. */
export type KubeconfigUser =
  | { readonly "client-certificate-data": string; readonly "client-key-data": string }
  | { readonly tokenFile: string };

/** The URL of a cluster's API server. */
export function apiServerUrl(addresses: ClusterAddresses): string {
  return `https://${addresses.controlPlane}:${ports.apiServer}`;
}

/** A kubeconfig (JSON, which is YAML) for one user of a sandboxed cluster. */
export function kubeconfigFor(
  name: string,
  layout: ClusterLayout,
  addresses: ClusterAddresses,
  user: KubeconfigUser,
): string {
  return JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name,
          cluster: {
            server: apiServerUrl(addresses),
            "certificate-authority-data": base64OfFile(layout.pkiFile(pkiFiles.ca)),
          },
        },
      ],
      users: [{ name, user }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
    },
    null,
    2,
  );
}

/** The user that a client certificate of the cluster's authority stands for. */
export function certificateUser(layout: ClusterLayout, certificate: string): KubeconfigUser {
  return {
    "client-certificate-data": base64OfFile(layout.pkiFile(`${certificate}.crt`)),
    "client-key-data": base64OfFile(layout.pkiFile(`${certificate}.key`)),
  };
}

function base64OfFile(file: string): string {
  return fs.readFileSync(file).toString("base64");
}
