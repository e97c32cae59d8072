import type { Role } from "../../stacks/topology";
import { istioNamespace } from "../names";

/** Labels by which the operator, and istiod that writes the authority, know the webhooks of the default revision. */
export const revisionTagLabels = {
  app: "sidecar-injector",
  "istio.io/rev": "default",
  "istio.io/tag": "default",
} as const;

/** As Istio itself switches a webhook off: https://github.com/istio/istio/blob/1.22.0/istioctl/pkg/util/common.go */
const never = { matchLabels: { "istio.io/deactivated": "never-match" } };

/** The webhooks that a revision tag has, by the names that Istio gives them; none of these is ever called. */
export const deactivatedWebhooks = ["rev.namespace.", "rev.object.", "namespace.", "object."].map(
  (prefix) => ({
    name: `${prefix}sidecar-injector.istio.io`,
    clientConfig: {
      service: { name: "istiod", namespace: istioNamespace, path: "/inject", port: 443 },
    },
    namespaceSelector: never,
    objectSelector: never,
    rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] }],
    admissionReviewVersions: ["v1beta1", "v1"],
    failurePolicy: "Fail",
    reinvocationPolicy: "Never",
    sideEffects: "None",
  }),
);

/**
 * Condition for `pulumi.com/waitFor` on the tag: on a primary it can be called, on a remote it is off. One of its own is
 * needed: the operator copies the annotations of the profile's webhook, the one for its rollout included.
 */
export function revisionTagCondition(role: Role): string {
  return role === "primary"
    ? "jsonpath={.webhooks[0].clientConfig.caBundle}"
    : "jsonpath={.webhooks[0].namespaceSelector.matchLabels}";
}
