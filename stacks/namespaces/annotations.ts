/** Ours: on a namespace whose label the stack sets, what it has set last. */
export const injectionAnnotation = "istio-mesh/injection";

/** Ours: on a namespace that the stack makes, and deletes with all that is in it, what for. */
export const madeForAnnotation = "istio-mesh/made-for";
export const madeForGateways = "gateways";
export const madeForObservability = "observability";
