import assert from "node:assert/strict";
import { seccompProfile } from "../../../policies/rules/workloads/seccomp-profile";
import { object, operator } from "./cases/case";
import { remedied } from "./run-rule";

const unconfined = { seccompProfile: { type: "Unconfined" } };
const confined = { seccompProfile: { type: "RuntimeDefault" } };
const own = { seccompProfile: { type: "Localhost", localhostProfile: "a.json" } };

const deployment = (spec: object) =>
  object("east", "apps/v1:Deployment", "a/b", { spec: { replicas: 2, template: { spec } } });

describe("the remediation of seccomp profiles", () => {
  it("gives the pod the runtime's, and leaves all else as it is", () => {
    const sysctls = [{ name: "a", value: "0" }];
    const containers = [{ name: "c", image: "auto", securityContext: { runAsUser: 1 } }];
    assert.deepEqual(
      remedied(seccompProfile, deployment({ securityContext: { sysctls }, containers })),
      deployment({ securityContext: { sysctls, ...confined }, containers }),
    );
  });

  it("takes no profile away that somebody has chosen, of the pod or of a container", () => {
    assert.deepEqual(
      remedied(
        seccompProfile,
        deployment({
          securityContext: own,
          initContainers: [{ name: "c", securityContext: { ...unconfined, runAsUser: 1 } }],
          containers: [{ name: "d", securityContext: own }, { name: "e" }],
        }),
      ),
      deployment({
        securityContext: own,
        initContainers: [{ name: "c", securityContext: { ...confined, runAsUser: 1 } }],
        containers: [{ name: "d", securityContext: own }, { name: "e" }],
      }),
    );
  });

  it("tells istiod's chart by the IstioOperator", () => {
    const values = { global: { network: "net" } };
    assert.deepEqual(
      remedied(seccompProfile, operator("east", {}, values)),
      operator("east", {}, { ...values, pilot: confined }),
    );
  });
});
