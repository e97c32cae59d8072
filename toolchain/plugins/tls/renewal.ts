import type { PlainObject } from "../wire";

/** Whether a certificate has entered the hours before its end in which it is to be renewed. */
export function isReadyForRenewal(state: PlainObject, earlyRenewalHours: unknown): boolean {
  if (typeof state.validityEndTime !== "string" || typeof earlyRenewalHours !== "number") {
    return false;
  }
  return Date.now() >= Date.parse(state.validityEndTime) - earlyRenewalHours * 3_600_000;
}

/**
 * How time changes a certificate: a refresh shows that it is due, the next update replaces it. The
 * update reads `earlyRenewalHours` from the program, so that raising it can bring a renewal forward.
 */
export const renewal = {
  refresh: (state: PlainObject) => ({
    readyForRenewal: isReadyForRenewal(state, state.earlyRenewalHours),
  }),
  outdated: (state: PlainObject, inputs: PlainObject) =>
    isReadyForRenewal(state, inputs.earlyRenewalHours) ? ["readyForRenewal"] : [],
};
