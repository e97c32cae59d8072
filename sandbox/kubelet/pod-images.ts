import type { V1Pod } from "@kubernetes/client-node";
import { loopbackImages, namespaceImages, type ProcessImage } from "./images";

/** The sandbox's own image: a server that answers what it was asked by whom. */
export const ECHO_IMAGE = "sandbox/echo:1";

/** What stands for an image: its program, or why there is none of it. */
export type Resolved = ProcessImage | { readonly missing: string };

/**
 * What a gateway's pod asks for until Istio's webhook puts a proxy in; as an image there is none of that name:
 * https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
const notInjected = "auto";

const patterns = {
  loopback: `^${notInjected}$|/(${Object.keys(loopbackImages).join("|")}):`,
  namespace: `/(${Object.keys(namespaceImages).join("|")}):`,
};

/**
 * The jq condition that a pod is not kwok's to simulate, the same that {@link resolvePod} has: one of its images runs
 * as a process on this machine, or the pod was not injected, or all of its containers can run in a namespace. What
 * needs an init container (istio-init, that is iptables) cannot, and is simulated.
 */
export function processPodCondition(hasDataPlane: boolean): string {
  const any = `any(.spec.containers[].image; test("${patterns.loopback}"))`;
  const all = `all(.spec.containers[].image; test("${patterns.namespace}"))`;
  return hasDataPlane ? `${any} or (${all} and ((.spec.initContainers // []) | length) == 0)` : any;
}

/** What stands for the images of a pod, container by container; undefined for a pod that kwok simulates. */
export function resolvePod({ spec }: V1Pod, hasDataPlane: boolean): Resolved[] | undefined {
  const images = (spec?.containers ?? []).map(({ image = "" }) => image);
  const isLoopback = images.some((image) => new RegExp(patterns.loopback).test(image));
  const isNamespace =
    hasDataPlane &&
    images.every((image) => new RegExp(patterns.namespace).test(image)) &&
    (spec?.initContainers ?? []).length === 0;
  return isLoopback || isNamespace ? images.map(resolveImage) : undefined;
}

function resolveImage(image: string): Resolved {
  if (image === notInjected) {
    const why = "the webhook did not put a proxy in its place";
    return { missing: `the pod was not injected: its image is "${notInjected}", ${why}` };
  }
  const match = /\/(?<repository>[^/:]+):(?<tag>[^/@]+)/.exec(image);
  const { repository = "", tag = "" } = match?.groups ?? {};
  const images = new Map(Object.entries({ ...loopbackImages, ...namespaceImages }));
  const tags = new Map(Object.entries(images.get(repository) ?? {}));
  const has = [...tags.keys()].join(", ");
  return (
    tags.get(tag.replace(/-(distroless|debug)$/, "")) ?? {
      missing: `the sandbox has no image "${image}"; of ${repository} it has ${has}`,
    }
  );
}
