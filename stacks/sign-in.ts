import type { RequestOptions } from "node:https";
import type { ClusterAccess } from "./kubeconfig";

/**
 * The access with the credentials that the kubeconfig's command prints, if it runs one.
 * @throws Error that says that there are none: lower case, without what the command printed
 */
export async function signIn(access: ClusterAccess): Promise<ClusterAccess> {
  if (!access.runsCommand) {
    return access;
  }
  // Loaded here only, for it takes longer than all else that a preview loads but Pulumi itself.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(access.kubeconfig);
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch {
    throw noCredentials(access);
  }
  const { cert, key, headers } = options;
  const authorization = (headers as Readonly<Record<string, unknown>> | undefined)?.[
    "Authorization"
  ];
  const token = /^Bearer (\S+)\s*$/.exec(String(authorization))?.[1];
  if (token === undefined && (cert === undefined || key === undefined)) {
    throw noCredentials(access);
  }
  return {
    ...access,
    ...(cert === undefined || key === undefined
      ? {}
      : { clientCertificate: { cert: text(cert), key: text(key) } }),
    ...(token === undefined ? {} : { token }),
  };
}

/** Without what the command printed, which may hold a credential. */
function noCredentials({ server }: ClusterAccess): Error {
  return new Error(
    `the kubeconfig's command gives no credentials for ${server}, run it by hand to see why`,
  );
}

function text(pem: RequestOptions["cert"] | RequestOptions["key"]): string {
  return Buffer.isBuffer(pem) ? pem.toString("utf8") : String(pem);
}
