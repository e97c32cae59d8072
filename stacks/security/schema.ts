import { z } from "zod";

/** Istio's words: https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode */
const mtlsModes = ["STRICT", "PERMISSIVE"] as const;

/** How strict a mesh is, as far as nobody says otherwise of a namespace or a workload. */
export const securitySchema = z.strictObject({
  mtls: z
    .enum(mtlsModes)
    .optional()
    .describe(
      "What sidecars take: mutual TLS alone, or plaintext as well. Default: nothing is made, which Istio takes for PERMISSIVE.",
    ),
  defaultDeny: z
    .boolean()
    .default(false)
    .describe(
      "Whether requests are refused that no AuthorizationPolicy of yours allows, at sidecars and at gateways; east-west gateways go on letting through what they are for.",
    ),
});

export type SecurityConfig = z.infer<typeof securitySchema>;
