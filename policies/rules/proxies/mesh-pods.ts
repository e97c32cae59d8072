import { proxyContainer } from "../../../stacks/istio-names";
import { isInMesh, ofMeshPods, outside } from "../../seen/mesh-pods";
import type { Pods } from "../../seen/pods";
import { labelOf, objectName } from "../../seen/resource";
import { ofKinds, type ResourceRule } from "../../rule";
import { at, textAt } from "../../values";

const annotationsPage = "https://istio.io/latest/docs/reference/config/annotations/";

const injectLabel = "sidecar.istio.io/inject";
const injectionLabel = "istio-injection";

const hasProxy = ofMeshPods((pod) => {
  // The label goes before the annotation, and what is no yes is a no: injectRequired in
  // https://github.com/istio/istio/blob/1.22.0/pkg/kube/inject/inject.go
  const field = injectLabel in pod.labels ? "labels" : "annotations";
  const wish = textAt(pod[field], injectLabel) ?? "";
  return /^(y|yes|true|on|)$/i.test(wish)
    ? []
    : [`${pod.prefix}metadata.${field}["${injectLabel}"] is ${wish}, expected true or none`];
});

const hasInjection = ofKinds(["core/Namespace", "core/NamespacePatch"], (namespace, settings) =>
  labelOf(namespace, injectionLabel) === "disabled" && isInMesh(objectName(namespace), settings)
    ? [`metadata.labels["${injectionLabel}"] is disabled, expected enabled or none`]
    : [],
);

export const podsInMesh: ResourceRule = {
  name: "pods-in-mesh",
  description: "No pod and no namespace of the mesh opts out of it",
  why: "What has no proxy takes plaintext from anybody, and no policy of the mesh holds for it.",
  remediation:
    "set namespaces[].injection to enabled, take the label or annotation away, or name the namespace in `outside`",
  severity: "high",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy",
  settings: outside.schema,
  check: (resource, settings) => [
    ...hasProxy(resource, settings),
    ...hasInjection(resource, settings),
  ],
};

/** Annotations that keep traffic from the proxy, each with the values that do not. */
const capture: Readonly<Record<string, RegExp>> = {
  "traffic.sidecar.istio.io/excludeInboundPorts": /^$/,
  "traffic.sidecar.istio.io/excludeInterfaces": /^$/,
  "traffic.sidecar.istio.io/excludeOutboundIPRanges": /^$/,
  "traffic.sidecar.istio.io/excludeOutboundPorts": /^$/,
  "traffic.sidecar.istio.io/includeInboundPorts": /^\*$/,
  "traffic.sidecar.istio.io/includeOutboundIPRanges": /^\*$/,
  "sidecar.istio.io/interceptionMode": /^(REDIRECT|TPROXY)$/,
  "ambient.istio.io/bypass-inbound-capture": /^false$/,
};

export const allTrafficCaptured: ResourceRule = {
  name: "all-traffic-captured",
  description: "No pod keeps a part of its traffic from its proxy",
  why: "Ports and addresses that are left out have neither mutual TLS nor policies, while the pod looks as if it had.",
  remediation: "take the annotation away",
  severity: "high",
  level: "mandatory",
  source: annotationsPage,
  settings: outside.schema,
  check: ofMeshPods(({ prefix, annotations }) =>
    Object.entries(capture).flatMap(([name, harmless]) => {
      const value = textAt(annotations, name);
      return value === undefined || harmless.test(value)
        ? []
        : [`${prefix}metadata.annotations["${name}"] is ${value}, expected none`];
    }),
  ),
};

const overriding = [
  "proxy.istio.io/config",
  "sidecar.istio.io/bootstrapOverride",
  "sidecar.istio.io/discoveryAddress",
  "sidecar.istio.io/proxyImage",
  "sidecar.istio.io/userVolume",
  "sidecar.istio.io/userVolumeMount",
];

export const noProxyOverrides: ResourceRule = {
  name: "no-proxy-overrides",
  description: "No pod has an image, a bootstrap or a config of its own for its proxy",
  why: "Who deploys a workload then decides what enforces the mesh's policies on it, down to another istiod.",
  remediation: "take the annotation away; set what all proxies are to have in tuning.proxy",
  severity: "high",
  level: "mandatory",
  source: annotationsPage,
  settings: outside.schema,
  check: ofMeshPods(({ prefix, annotations }) =>
    overriding
      .filter((name) => name in annotations)
      .map((name) => `${prefix}metadata.annotations["${name}"] is set, expected none`),
  ),
};

/** User and group of proxies. */
const proxyUser = 1337;

export const noPodsAsProxyUser: ResourceRule = {
  name: "no-pods-as-proxy-user",
  description: `No container but the proxy runs as user or group ${proxyUser}`,
  why: "What that user sends is taken for the proxy's own, and goes past it.",
  remediation: "choose another runAsUser and runAsGroup",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/ops/deployment/application-requirements/",
  settings: outside.schema,
  check: ofMeshPods((pod) =>
    ["runAsUser", "runAsGroup"].flatMap((field) =>
      placesOf(pod, field).map(
        (place) => `${place}.securityContext.${field} is ${proxyUser}, expected another number`,
      ),
    ),
  ),
};

/** Where a pod says that containers other than the proxy's run as the proxy does. */
function placesOf({ prefix, spec, containers }: Pods, field: string): readonly string[] {
  const saysSo = (fields: unknown) => at(fields, "securityContext", field) === proxyUser;
  const others = containers.filter(({ fields }) => textAt(fields, "name") !== proxyContainer);
  const isInherited = others.some(
    ({ fields }) => at(fields, "securityContext", field) === undefined,
  );
  const places = [...(isInherited ? [{ place: `${prefix}spec`, fields: spec }] : []), ...others];
  return places.filter(({ fields }) => saysSo(fields)).map(({ place }) => place);
}
