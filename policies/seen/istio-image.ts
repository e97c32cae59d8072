import { fieldsAt, textAt } from "../values";

/**
 * An image of Istio's as its charts form it, such as `docker.io/istio/pilot:1.22.8-distroless`.
 * @param values where they look for `image`, `hub`, `tag` and `variant`, the first that says one
 */
export function istioImage(name: string, values: readonly unknown[]): string {
  const first = (key: string) => values.map((one) => textAt(one, key)).find((one) => one);
  const image = first("image") ?? name;
  const variant = first("variant");
  return image.includes("/")
    ? image
    : `${first("hub") ?? ""}/${image}:${first("tag") ?? ""}${variant === undefined ? "" : `-${variant}`}`;
}

/**
 * The image that the injector gives to proxies that ask for no other.
 * Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyImage
 */
export function proxyImage(meshConfig: unknown, global: unknown, ...below: unknown[]): string {
  const { imageType } = fieldsAt(meshConfig, "defaultConfig", "image");
  const own = fieldsAt(global, "proxy");
  return istioImage("proxyv2", [
    { image: own["image"], variant: imageType ?? own["variant"] },
    global,
    ...below,
  ]);
}
