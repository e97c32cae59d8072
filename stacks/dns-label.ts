import { z } from "zod";

const dnsLabelPattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A DNS-1123 label: Istio and Kubernetes allow nothing else for the names that become parts of object names. */
export const dnsLabel = z
  .string()
  .regex(
    dnsLabelPattern,
    "expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends)",
  );
