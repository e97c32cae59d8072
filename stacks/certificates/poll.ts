import { setTimeout } from "node:timers/promises";
import type { ClusterAccess } from "../kubeconfig";
import { NotAllowed } from "../read-object";
import { signIn } from "../sign-in";

/** What a look at a cluster found: it is done, or what there is to say if it never will be. */
export type Look<T> = { readonly done: T } | { readonly still: string };

/**
 * Looks at a cluster until it is done. A look that fails is repeated, with new credentials where a command gives them.
 * @throws Error with what the last look said after `timeoutSeconds`, at once if the look is forbidden
 */
export async function poll<T>(
  access: ClusterAccess,
  timeoutSeconds: number,
  pauseMs: number,
  look: (access: ClusterAccess) => Promise<Look<T>>,
): Promise<T> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let signedIn = access;
  for (;;) {
    const found = await look(signedIn).catch((error: unknown) => {
      if (error instanceof NotAllowed) {
        throw error;
      }
      return { still: (error as Error).message, failed: true };
    });
    if ("done" in found) {
      return found.done;
    }
    if (Date.now() > deadline) {
      throw new Error(found.still);
    }
    await setTimeout(pauseMs);
    if ("failed" in found) {
      signedIn = await signIn(access).catch(() => signedIn);
    }
  }
}
