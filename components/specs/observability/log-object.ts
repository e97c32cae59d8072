import type { JsonObject } from "../../../stacks/tuning/json";

/** Name of all objects that collect logs. */
export const logsName = "istio-mesh-logs";

/** An object of a kind that somebody else has brought. */
export interface LogObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for one of the whole cluster. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly spec: JsonObject;
}
