/** Ours: on a namespace whose label the stack sets, what it has set last. */
export const injectionAnnotation = "istio-mesh/injection";

/** Ours: on a namespace that the stack makes, and deletes with all that is in it, what for. */
export const madeForAnnotation = "istio-mesh/made-for";
export const madeForGateways = "gateways";
export const madeForTraces = "traces";

/** Each purpose with when such a namespace goes, for people. */
export const purposes = {
  [madeForGateways]: "its last gateway there goes",
  [madeForTraces]: "its collector there goes",
} as const;
export type Purpose = keyof typeof purposes;
