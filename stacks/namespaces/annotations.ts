/** Ours: on a namespace whose label the stack sets, what it has set last. */
export const injectionAnnotation = "istio-mesh/injection";

/**
 * Ours: on what the stack makes where somebody else may have made it before, what for; a namespace it deletes with all that
 * is in it.
 */
export const madeForAnnotation = "istio-mesh/made-for";
export const madeForGateways = "gateways";
export const madeForObservability = "observability";
export const madeForSecurity = "security";
