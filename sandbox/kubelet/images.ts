import { ISTIO_VERSION, type PartName } from "../../toolchain/parts";

/** A container image that the sandbox serves by running the program that is in it. */
export interface ProcessImage {
  /** The binary that stands for the image's content. */
  readonly part: PartName;
  /** The image's ENTRYPOINT, which a container's `command` may name. */
  readonly entrypoint: string;
  /** What the ports are for, by container port. */
  readonly ports: Readonly<Record<string, number>>;
  /** Flags added to the container's own, so that the process listens on its pod's address and not on all. */
  listenFlags(address: string): string[];
}

const istiodPorts = { debug: 8080, xds: 15010, ca: 15012, monitoring: 15014, webhook: 15017 };

const operator: ProcessImage = {
  part: "istio-operator",
  entrypoint: "operator",
  ports: { monitoring: 8383 },
  listenFlags: (address) => [`--monitoring-host=${address}`, `--ctrlz_address=${address}`],
};

const pilot: ProcessImage = {
  part: "pilot-discovery",
  entrypoint: "pilot-discovery",
  ports: istiodPorts,
  listenFlags: (address) => [
    `--httpAddr=${address}:${istiodPorts.debug}`,
    `--grpcAddr=${address}:${istiodPorts.xds}`,
    `--secureGRPCAddr=${address}:${istiodPorts.ca}`,
    `--monitoringAddr=${address}:${istiodPorts.monitoring}`,
    `--httpsAddr=${address}:${istiodPorts.webhook}`,
    `--ctrlz_address=${address}`,
  ],
};

const repositories: Readonly<Record<string, ProcessImage>> = { operator, pilot };
const tags: readonly string[] = [ISTIO_VERSION];

/**
 * What a gateway's pod asks for until Istio's webhook puts a proxy in; as an image there is none of that name:
 * https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
const notInjected = "auto";

/** Regular expression (RE2) of the images that are not kwok's to simulate: those that run as processes, and `auto`. */
export const processImagePattern = `^${notInjected}$|/(${Object.keys(repositories).join("|")}):`;

/**
 * What stands for an image: its program; `missing` if the sandbox has the program but not at that tag (as a registry
 * would say of a tag that was never pushed), or if the pod was not injected; undefined for the images that kwok
 * simulates.
 */
export function resolveImage(
  image: string,
): ProcessImage | { readonly missing: string } | undefined {
  if (image === notInjected) {
    const why = "the webhook did not put a proxy in its place";
    return { missing: `the pod was not injected: its image is "${notInjected}", ${why}` };
  }
  const match = /\/(?<repository>[^/:]+):(?<tag>[^/@]+)/.exec(image);
  const repository = match?.groups?.["repository"] ?? "";
  const found = Object.hasOwn(repositories, repository) ? repositories[repository] : undefined;
  const tag = match?.groups?.["tag"]?.replace(/-(distroless|debug)$/, "") ?? "";
  if (found === undefined || tags.includes(tag)) {
    return found;
  }
  return { missing: `the sandbox has no image "${image}"; it has the tags ${tags.join(", ")}` };
}
