import { eastWestGatewaySelector, istioNamespace, networkLabel } from "../../stacks/istio-names";
import { istioPorts } from "../../stacks/istio-ports";
import { isWithinMesh, kubernetesGateway } from "./listeners";
import { istioOperator, operatorGateways, type OperatorGateway } from "./operator-gateways";
import { annotationOf, type KubernetesObject, namespaceOf } from "./resource";
import { at, fieldsAt, listAt, textAt, textsAt } from "../values";

type Fields = Readonly<Record<string, unknown>>;

/** A Service that is in a stack, or that an operator or istiod makes of what is there. */
export interface GatewayService {
  /** Where its type is said, such as `spec.type`. */
  readonly typePath: string;
  readonly type: string;
  readonly namespace: string | undefined;
  /** By which it knows its pods. */
  readonly selector: Fields;
  /** Whether other networks reach the cluster by it. */
  readonly isEastWest: boolean;
  readonly annotations: Fields;
  /** Addresses that may connect to its load balancer; none for all. */
  readonly sourceRanges: readonly string[];
  readonly externalTrafficPolicy: string;
  /** Numbers of its ports, and of those of its pods. */
  readonly ports: readonly unknown[];
}

/** The Services of an object; none of any other than a Service, an IstioOperator or a Gateway of Kubernetes. */
export function servicesOf(object: KubernetesObject): readonly GatewayService[] {
  switch (object.groupKind) {
    case "core/Service":
      return [ofService(object)];
    case istioOperator:
      return [...operatorGateways(object).map(ofOperator), istiodOf(object)];
    case kubernetesGateway:
      return isWithinMesh(object) ? [] : [ofKubernetesGateway(object)];
    default:
      return [];
  }
}

function ofService(object: KubernetesObject): GatewayService {
  const { props } = object;
  const selector = fieldsAt(props, "spec", "selector");
  return {
    ...settingsOf(at(props, "spec"), undefined),
    typePath: "spec.type",
    type: textAt(props, "spec", "type") ?? "ClusterIP",
    namespace: namespaceOf(object),
    selector,
    isEastWest: isEastWest({ ...selector, ...fieldsAt(props, "metadata", "labels") }),
    annotations: fieldsAt(props, "metadata", "annotations"),
  };
}

function ofOperator(gateway: OperatorGateway): GatewayService {
  const { path, isIngress, namespace, labels, k8s, values } = gateway;
  const service = at(k8s, "service");
  const byKind = isIngress ? "LoadBalancer" : "ClusterIP";
  return {
    ...settingsOf(service, values),
    typePath: `${path}.k8s.service.type`,
    type: textAt(service, "type") ?? textAt(values, "type") ?? byKind,
    namespace,
    selector: labels,
    isEastWest: isEastWest(labels),
    annotations: {
      ...fieldsAt(values, "serviceAnnotations"),
      ...fieldsAt(k8s, "serviceAnnotations"),
    },
  };
}

/** Of istiod's chart: https://github.com/istio/istio/blob/1.22.8/manifests/charts/istio-control/istio-discovery/templates/service.yaml */
const istiodPorts = [
  { port: 15010 },
  { port: istioPorts.istiod },
  { port: 443, targetPort: istioPorts.webhook },
  { port: 15014 },
];

/** Istiod's own, which can be made one that is reached from outside. */
function istiodOf({ props }: KubernetesObject): GatewayService {
  const k8s = at(props, "spec", "components", "pilot", "k8s");
  const service = at(k8s, "service");
  return {
    ...settingsOf(service, { ports: istiodPorts }),
    typePath: "spec.components.pilot.k8s.service.type",
    type: textAt(service, "type") ?? "ClusterIP",
    namespace: istioNamespace,
    selector: {},
    isEastWest: false,
    annotations: fieldsAt(k8s, "serviceAnnotations"),
  };
}

/**
 * Istiod makes it: its labels and annotations are the Gateway's, unless `infrastructure` says others.
 * Source: https://github.com/istio/istio/blob/1.22.8/pilot/pkg/config/kube/gateway/deploymentcontroller.go
 */
function ofKubernetesGateway(object: KubernetesObject): GatewayService {
  const { props } = object;
  const ofIts = (field: "labels" | "annotations") =>
    fieldsAt(
      at(props, "spec", "infrastructure", field) === undefined
        ? at(props, "metadata", field)
        : at(props, "spec", "infrastructure", field),
    );
  const typeAnnotation = "networking.istio.io/service-type";
  return {
    ...settingsOf({ ports: listAt(props, "spec", "listeners") }, undefined),
    typePath: `metadata.annotations.${typeAnnotation}`,
    type: annotationOf(object, typeAnnotation) ?? "LoadBalancer",
    namespace: namespaceOf(object),
    selector: {},
    isEastWest: isEastWest(ofIts("labels")),
    annotations: ofIts("annotations"),
  };
}

/** Settings of a Service's spec, or else of the values of its chart. */
function settingsOf(spec: unknown, values: unknown) {
  const either = (field: string) => at(spec, field) ?? at(values, field);
  return {
    sourceRanges: textsAt(either("loadBalancerSourceRanges")),
    externalTrafficPolicy: textAt(either("externalTrafficPolicy")) ?? "Cluster",
    ports: listAt(either("ports")).flatMap((one) => [at(one, "port"), at(one, "targetPort")]),
  };
}

/** Istiods look for the label of the network; the other is that by which Istio's own samples know it. */
function isEastWest(labels: Fields): boolean {
  return (
    at(labels, networkLabel) !== undefined || labels["istio"] === eastWestGatewaySelector.istio
  );
}
