import { lookup } from "node:dns/promises";

const pollMs = 2_000;

/**
 * IPv4 addresses of a hostname, by this machine's resolver. A load balancer's name is often known minutes before it
 * resolves.
 * @param timeoutSeconds how long to ask again
 * @throws Error naming the hostname and the resolver's reason
 */
export async function resolveHostname(hostname: string, timeoutSeconds: number): Promise<string[]> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    try {
      const found = await lookup(hostname, { all: true, family: 4 });
      return found.map((one) => one.address);
    } catch (error) {
      if (Date.now() + pollMs > deadline) {
        const { code } = error as NodeJS.ErrnoException;
        throw new Error(
          `"${hostname}" did not resolve to an IPv4 address in ${timeoutSeconds} s (${code ?? "no code"}); look at the name server, or choose another controlPlaneAddress than resolved`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
}
