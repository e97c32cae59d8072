import { injectorWebhookName } from "../../components/names";
import { istioNamespace } from "../../stacks/istio-names";
import { imageTag } from "../../stacks/versions/image-version";
import { contentOf, ofOperator } from "./control-plane";
import { proxyImage } from "./istio-image";
import { podsOf } from "./pods";
import { type KubernetesObject, namespaceOf, objectName } from "./resource";
import { at, textAt } from "../values";

/** An image that nodes pull because of an object. */
export interface Image {
  /** Where the object says it, or whose it is. */
  readonly place: string;
  readonly image: string;
}

/** Those of the pods that an object makes, or has an operator or the injector make. */
export function imagesOf(object: KubernetesObject): readonly Image[] {
  const { groupKind, props } = object;
  const plane = ofOperator(object);
  if (plane !== undefined) {
    return [
      { place: "istiod's image", image: plane.image },
      { place: "the proxies' image", image: plane.proxyImage },
    ];
  }
  if (isInjectorMap(object)) {
    const global = at(contentOf(object, "values"), "global");
    return [{ place: "the proxies' image", image: proxyImage(undefined, global) }];
  }
  if (groupKind === "opentelemetry.io/OpenTelemetryCollector") {
    const image = textAt(props, "spec", "image");
    return image === undefined ? [] : [{ place: "spec.image", image }];
  }
  return (podsOf(object)?.containers ?? []).flatMap(({ place, fields, isInjected }) => {
    const image = textAt(fields, "image");
    return image === undefined || isInjected ? [] : [{ place: `${place}.image`, image }];
  });
}

function isInjectorMap(object: KubernetesObject): boolean {
  return (
    object.groupKind === "core/ConfigMap" &&
    namespaceOf(object) === istioNamespace &&
    objectName(object).startsWith(injectorWebhookName)
  );
}

/** Whether what is pulled by it stays the same, as far as tags do. */
export function isPinned(image: string): boolean {
  const tag = imageTag(image);
  return image.includes("@sha256:") || (tag !== "" && tag !== "latest");
}

/**
 * An image's name with its registry: `docker.io` and `library` go without saying.
 * Source: https://github.com/distribution/reference/blob/main/normalize.go
 */
export function wholeName(image: string): string {
  const parts = image.split("/");
  const [first = ""] = parts;
  if (parts.length > 1 && (/[.:]/.test(first) || first === "localhost")) {
    return image.replace(/^index\.docker\.io\//, "docker.io/");
  }
  return parts.length === 1 ? `docker.io/library/${image}` : `docker.io/${image}`;
}
