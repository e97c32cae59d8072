import type { RequestOptions } from "node:https";
import { setTimeout } from "node:timers/promises";
import type { ClusterAccess } from "./kubeconfig";

/** How long a command may take to give credentials. */
const timeoutMs = 60_000;

/** What the client adds to a request's options. */
interface SignedIn {
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly headers?: { readonly Authorization?: string };
}

const signedIn = new WeakMap<ClusterAccess, Promise<ClusterAccess>>();

/**
 * The access with the credentials that the kubeconfig's command prints, if it runs one.
 * @throws Error that says that there are none: lower case, without what the command printed
 */
export function signIn(access: ClusterAccess): Promise<ClusterAccess> {
  if (!access.runsCommand) {
    return Promise.resolve(access);
  }
  // Some commands take seconds, and everyone who asks a cluster needs them.
  const running = signedIn.get(access) ?? runCommand(access);
  signedIn.set(access, running);
  return running;
}

async function runCommand(access: ClusterAccess): Promise<ClusterAccess> {
  // Loaded here only, for it takes longer than all else that a preview loads but Pulumi itself.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(access.kubeconfig);
  const options: RequestOptions = {};
  try {
    // A command that asks for a password would wait for ever.
    await Promise.race([
      config.applyToHTTPSOptions(options),
      setTimeout(timeoutMs, undefined, { ref: false }).then(() => {
        throw new Error("no answer");
      }),
    ]);
  } catch {
    throw noCredentials(access);
  }
  const { cert, key, headers } = options as SignedIn;
  const token = /^Bearer (\S+)\s*$/.exec(headers?.Authorization ?? "")?.[1];
  if (token === undefined && (cert === undefined || key === undefined)) {
    throw noCredentials(access);
  }
  return {
    ...access,
    ...(cert === undefined || key === undefined
      ? {}
      : { clientCertificate: { cert: cert.toString(), key: key.toString() } }),
    ...(token === undefined ? {} : { token }),
  };
}

/** Without what the command printed, which may hold a credential. */
function noCredentials({ server }: ClusterAccess): Error {
  return new Error(
    `the kubeconfig's command gives no credentials for ${server}, run it by hand to see why`,
  );
}
