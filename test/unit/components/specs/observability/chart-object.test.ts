import assert from "node:assert/strict";
import { adaptObject } from "../../../../../components/specs/observability/chart-object";

describe("an object of another project's chart", () => {
  const annotations = { own: "x" };
  const object = (kind: string) => ({ kind, metadata: { name: "a", annotations }, spec: {} });
  const ours = { ...annotations, "pulumi.com/patchForce": "true" };

  it("is the stack's, and waited for as long as the config says", () => {
    assert.deepEqual(adaptObject(object("ConfigMap"), 120), {
      kind: "ConfigMap",
      metadata: { name: "a", annotations: ours },
      spec: {},
    });
    for (const kind of ["Deployment", "StatefulSet", "DaemonSet"]) {
      assert.deepEqual(adaptObject(object(kind), 120).metadata.annotations, {
        ...ours,
        "pulumi.com/timeoutSeconds": "120",
      });
    }
  });

  it("is not waited for where the pods that need it come after it", () => {
    for (const kind of ["Service", "PersistentVolumeClaim"]) {
      assert.deepEqual(adaptObject(object(kind), 120).metadata.annotations, {
        ...ours,
        "pulumi.com/skipAwait": "true",
      });
    }
  });
});
