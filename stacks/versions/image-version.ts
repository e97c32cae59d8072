/** Variant of an image, at the end of its tag: https://istio.io/latest/docs/ops/configuration/security/harden-docker-images/ */
export const variant = /-(distroless|debug)$/;

/**
 * The Istio version that an image's tag says, without the variant of the image; empty if it has no tag. What is no
 * version, as of an image of somebody's own, is returned as it is.
 * @param image such as `registry.example.org:5000/istio/pilot:1.22.8-distroless`, also with a digest
 */
export function imageVersion(image: string): string {
  return imageTag(image).replace(variant, "");
}

/** The tag of an image; empty if it has none. */
export function imageTag(image: string): string {
  const [name = ""] = image.split("@");
  const [, tag = ""] = name.slice(name.lastIndexOf("/") + 1).split(":");
  return tag;
}
