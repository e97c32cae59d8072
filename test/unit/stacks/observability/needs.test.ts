import assert from "node:assert/strict";
import { missingKinds } from "../../../../stacks/observability/needs";

describe("the kinds that are to be made on a cluster", () => {
  const needed = (apiVersion: string, kind: string) => ({
    path: "istio-mesh:observability.metrics",
    apiVersion,
    kind,
    broughtBy: "the Prometheus Operator",
  });
  const monitor = needed("monitoring.coreos.com/v1", "ServiceMonitor");
  const rule = needed("monitoring.coreos.com/v1", "PrometheusRule");
  const alpha = needed("monitoring.coreos.com/v1alpha1", "ServiceMonitor");

  it("are missing if their version serves none of that name, or is not served itself", () => {
    const served = new Map([
      ["monitoring.coreos.com/v1", { resources: [{ kind: "ServiceMonitor" }] }],
      ["monitoring.coreos.com/v1alpha1", undefined],
    ]);
    assert.deepEqual(missingKinds([monitor, rule, alpha], served), [rule, alpha]);
    assert.deepEqual(missingKinds([monitor], new Map()), [monitor]);
    assert.deepEqual(missingKinds([monitor], new Map([[monitor.apiVersion, {}]])), [monitor]);
  });
});
