import { textAt } from "../values";

type Fields = Readonly<Record<string, unknown>>;

/** By which a Service asks for a load balancer that only its own network reaches. */
interface InternalAnnotation {
  readonly annotation: string;
  /** In lower case; undefined if any will do. */
  readonly value: string | undefined;
}

/**
 * Those without a source of their own: https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer
 */
const internalAnnotations: readonly InternalAnnotation[] = [
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
  { annotation: "service.beta.kubernetes.io/aws-load-balancer-scheme", value: "internal" },
  { annotation: "service.beta.kubernetes.io/aws-load-balancer-internal", value: "true" },
  { annotation: "networking.gke.io/load-balancer-type", value: "internal" },
  // https://github.com/kubernetes/cloud-provider-gcp/blob/master/providers/gce/gce_annotations.go
  { annotation: "cloud.google.com/load-balancer-type", value: "internal" },
  { annotation: "service.beta.kubernetes.io/azure-load-balancer-internal", value: "true" },
  {
    annotation: "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type",
    value: "private",
  },
  { annotation: "service.beta.kubernetes.io/openstack-internal-load-balancer", value: "true" },
  { annotation: "service.beta.kubernetes.io/cce-load-balancer-internal-vpc", value: "true" },
  { annotation: "service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", value: undefined },
  {
    annotation: "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type",
    value: "intranet",
  },
  { annotation: "service.beta.kubernetes.io/oci-load-balancer-internal", value: "true" },
];

/** Where addresses that may connect can be said as well, with commas between them. */
const rangeAnnotations = [
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
  "service.beta.kubernetes.io/load-balancer-source-ranges",
  // https://github.com/kubernetes-sigs/cloud-provider-azure/releases/tag/v1.25.24
  "service.beta.kubernetes.io/azure-allowed-ip-ranges",
];

/** The addresses that annotations let connect; none if they say nothing of it. */
export function annotatedRanges(annotations: Fields): readonly string[] {
  return rangeAnnotations.flatMap((one) =>
    (textAt(annotations, one) ?? "").split(",").flatMap((range) => range.trim() || []),
  );
}

/**
 * Whether a Service's annotations ask for a load balancer that is not on the internet.
 * @param more annotations of other providers, each with its value
 */
export function asksForInternal(annotations: Fields, more: Fields): boolean {
  const others = Object.entries(more).map(([annotation, value]) => ({
    annotation,
    value: String(value).toLowerCase(),
  }));
  return [...internalAnnotations, ...others].some(({ annotation, value }) => {
    const found = textAt(annotations, annotation)?.toLowerCase();
    return found !== undefined && (value === undefined || found === value);
  });
}
