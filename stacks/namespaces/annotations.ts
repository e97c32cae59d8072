/** Ours: on a namespace whose label the stack sets, what it has set last. */
export const injectionAnnotation = "istio-mesh/injection";
