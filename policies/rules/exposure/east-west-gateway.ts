import { servicesOf, type GatewayService } from "../../seen/gateway-services";
import { annotatedRanges, asksForInternal } from "../../facts/internal-load-balancers";
import { kubernetesGateway } from "../../seen/listeners";
import { istioOperator } from "../../seen/operator-gateways";
import { ofKinds, type ResourceRule } from "../../rule";
import { fieldsAt } from "../../values";

export const eastWestGatewayNotPublic: ResourceRule = {
  name: "east-west-gateway-not-public",
  description: "The load balancer of an east-west gateway is not for everybody",
  why: "Load balancers are on the internet unless told otherwise: anybody reaches every service of the mesh by name, and only mutual TLS is between.",
  remediation:
    "set eastWestGateway.sourceRanges, or ask for an internal load balancer by eastWestGateway.serviceAnnotations; for one cluster in clusters[].eastWestGateway; name it in `allow` where its network is private",
  severity: "critical",
  level: "mandatory",
  source: "https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer",
  settings: {
    internalAnnotations: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description:
        "Annotations with their values by which your provider's load balancers are internal, beside those that Kubernetes' page and AWS' controller have.",
    },
  },
  check: ofKinds(["core/Service", istioOperator, kubernetesGateway], (object, settings) =>
    servicesOf(object)
      .filter((one) => one.isEastWest && one.type === "LoadBalancer")
      .filter((one) => !asksForInternal(one.annotations, fieldsAt(settings, "internalAnnotations")))
      .flatMap((one) => {
        const open = openness(one);
        return open === undefined
          ? []
          : [
              `${one.typePath} is LoadBalancer ${open} and without an annotation for an internal one, expected one of them`,
            ];
      }),
  ),
};

/** How a load balancer lets everybody connect; undefined if it does not. */
function openness({ sourceRanges, annotations }: GatewayService): string | undefined {
  // Kubernetes reads the annotation only where the field says nothing.
  const ranges = sourceRanges.length > 0 ? sourceRanges : annotatedRanges(annotations);
  const all = ranges.find((one) => one.endsWith("/0"));
  return ranges.length === 0
    ? "without source ranges"
    : all === undefined
      ? undefined
      : `for ${all}, which is every address,`;
}
