import type { Cases } from "../case";
import { kubernetesGateway, listener, operatorWith, service } from "../gateways/objects";

const network = { "topology.istio.io/network": "net" };
const type = "LoadBalancer";
const ranges = { loadBalancerSourceRanges: ["10.0.0.0/8"] };
const aws = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" };
const listeners = [listener("15443/TLS", "*.local")];

/** An east-west gateway's Service, with these annotations. */
const annotated = (address: string, annotations: object, spec: object = {}) =>
  service(address, { type, ...spec }, { labels: network, annotations });

export const eastWestGateway: Cases = {
  "east-west-gateway-not-public": [
    {
      title: "whose east-west gateways are for some addresses, internal, or no load balancers",
      resources: [
        annotated("istio-system/ranges", {}, ranges),
        annotated("istio-system/ranges-by-annotation", {
          "service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, 192.168.0.0/16",
        }),
        annotated(
          "istio-system/ranges-before-annotation",
          { "service.beta.kubernetes.io/load-balancer-source-ranges": "0.0.0.0/0" },
          ranges,
        ),
        annotated("istio-system/aws", aws),
        annotated("istio-system/gke", { "networking.gke.io/load-balancer-type": "Internal" }),
        annotated("istio-system/azure", {
          "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
        }),
        annotated("istio-system/any-value", {
          "service.kubernetes.io/qcloud-loadbalancer-internal-subnetid": "subnet-1",
        }),
        service("istio-system/cluster-ip", {}, { labels: network }),
        service("istio-ingress/public", { type, selector: { istio: "ingressgateway" } }),
        kubernetesGateway("istio-system/a", listeners, {
          metadata: { labels: network, annotations: aws },
        }),
        kubernetesGateway("istio-system/b", listeners, {
          metadata: { labels: network },
          infrastructure: { annotations: aws },
        }),
        kubernetesGateway("istio-system/c", listeners, {
          metadata: {
            labels: network,
            annotations: { "networking.istio.io/service-type": "ClusterIP" },
          },
        }),
        kubernetesGateway("istio-ingress/public", listeners),
        kubernetesGateway("istio-system/far", listeners, {
          gatewayClassName: "istio-remote",
          metadata: { labels: network },
        }),
        operatorWith([
          { name: "public" },
          { name: "off", label: network, enabled: false },
          { name: "ranges", label: network, k8s: { service: ranges } },
          { name: "internal", label: network, k8s: { serviceAnnotations: aws } },
          { name: "cluster-ip", label: network, k8s: { service: { type: "ClusterIP" } } },
        ]),
      ],
      violations: [],
    },
    {
      title: "whose east-west gateways are for everybody",
      resources: [
        service("istio-system/by-label", { type }, { labels: network }),
        service("istio-system/by-selector", { type, selector: { istio: "eastwestgateway" } }),
        annotated("istio-system/false", {
          "service.beta.kubernetes.io/azure-load-balancer-internal": "false",
        }),
        annotated(
          "istio-system/all",
          {},
          { loadBalancerSourceRanges: ["10.0.0.0/8", "0.0.0.0/0"] },
        ),
        annotated("istio-system/all-by-annotation", {
          "service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, ::/0 ,",
        }),
        kubernetesGateway("istio-system/a", listeners, {
          metadata: { labels: network, annotations: aws },
          infrastructure: { annotations: { other: "a" } },
        }),
        kubernetesGateway("istio-system/b", listeners, { infrastructure: { labels: network } }),
      ],
      violations: [
        "by-label: spec.type is LoadBalancer without source ranges",
        "by-selector: spec.type is LoadBalancer without source ranges",
        "false: spec.type is LoadBalancer without source ranges",
        "all: spec.type is LoadBalancer for 0.0.0.0/0, which is every address,",
        "all-by-annotation: spec.type is LoadBalancer for ::/0, which is every address,",
        "a: metadata.annotations.networking.istio.io/service-type is LoadBalancer without source ranges",
        "b: metadata.annotations.networking.istio.io/service-type is LoadBalancer without source ranges",
      ].map(
        (one) =>
          `east/istio-system/${one} and without an annotation for an internal one, expected one of them`,
      ),
    },
    {
      title: "whose operator makes one for everybody",
      resources: [
        operatorWith([
          { name: "public" },
          { name: "istio-eastwestgateway", label: { istio: "eastwestgateway" } },
        ]),
      ],
      violations: [
        "east/istio-system/istio: spec.components.ingressGateways[1].k8s.service.type is LoadBalancer without source ranges and without an annotation for an internal one, expected one of them",
      ],
    },
    {
      title: "whose operator is told of all of its ingress gateways at once",
      resources: [
        operatorWith([{ name: "a", label: network }], {
          gateways: { "istio-ingressgateway": ranges },
        }),
        operatorWith([{ name: "a", label: network }], {
          gateways: { "istio-ingressgateway": { serviceAnnotations: aws } },
        }),
        operatorWith([{ name: "a", label: network }], {
          gateways: { "istio-ingressgateway": { type: "NodePort" } },
        }),
        operatorWith([], {}, { egressGateways: [{ name: "a", label: network }] }),
        operatorWith([], {}, { pilot: { k8s: { service: { type } } } }),
      ],
      violations: [],
    },
    {
      title: "whose operator is told of the labels of all of its ingress gateways at once",
      resources: [
        operatorWith([{ name: "a" }, { name: "b", label: { istio: "b" } }], {
          gateways: { "istio-ingressgateway": { labels: { istio: "eastwestgateway" } } },
        }),
      ],
      violations: [
        "east/istio-system/istio: spec.components.ingressGateways[0].k8s.service.type is LoadBalancer without source ranges and without an annotation for an internal one, expected one of them",
      ],
    },
    {
      title: "whose provider has an annotation of its own",
      settings: { internalAnnotations: { "example.org/internal": "Yes" } },
      resources: [
        annotated("istio-system/a", { "example.org/internal": "yes" }),
        annotated("istio-system/b", { "example.org/internal": "no" }),
      ],
      violations: [
        "east/istio-system/b: spec.type is LoadBalancer without source ranges and without an annotation for an internal one, expected one of them",
      ],
    },
  ],
};
