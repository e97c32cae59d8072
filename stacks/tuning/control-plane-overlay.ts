import type { JsonObject } from "./json";

/** What a cluster's tuning adds to its control plane: the body of an IstioOperator's `spec`, as plain data. */
export interface ControlPlaneOverlay {
  /** https://istio.io/v1.22/docs/reference/config/istio.mesh.v1alpha1/ */
  readonly meshConfig: JsonObject;
  /** Values of Istio's charts; without `meshConfig`, which stands above. */
  readonly values: JsonObject;
  /** What no chart has a value for, so that only the operator knows it. */
  readonly components: JsonObject;
}
