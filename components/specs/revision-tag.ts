import { defaultRevision } from "../../stacks/control-planes/schema";
import type { ControlPlaneAddress } from "../../stacks/control-plane-address";
import { istioNamespace, planAnnotation, revisioned } from "../names";

/** What a webhook calls: a path of the Service of a revision's istiod, or a URL. */
export type Injection = ControlPlaneAddress["injection"];

/** Of a primary's own istiod, which knows its cluster. */
const ofPrimary: Injection = { path: "/inject" };

/** The service of a revision's istiod, as the chart istiod names it. */
export function istiodService(revision: string): string {
  return revisioned("istiod", revision);
}

/**
 * Labels by which the operator, istioctl, and the istiod of the revision that writes the authority, know the webhooks of
 * a tag: https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export function revisionTagLabels(tag: string, revision: string) {
  return { app: "sidecar-injector", "istio.io/rev": revision, "istio.io/tag": tag };
}

/** Which pods a webhook is called for. */
interface Selectors {
  readonly namespaceSelector: object;
  readonly objectSelector: object;
}

/** As Istio itself switches a webhook off: https://github.com/istio/istio/blob/1.22.0/istioctl/pkg/util/common.go */
const never = { matchLabels: { "istio.io/deactivated": "never-match" } };
export const deactivated: Selectors = { namespaceSelector: never, objectSelector: never };

const injection = "istio-injection";
const revisionLabel = "istio.io/rev";
const wish = "sidecar.istio.io/inject";

const one = (key: string, operator: string, ...values: string[]) => ({
  key,
  operator,
  ...(values.length > 0 ? { values } : {}),
});
const all = (...matchExpressions: object[]) => ({ matchExpressions });

/**
 * Who follows a tag: namespaces and pods that name it; of the tag `default` also those that ask for injection and name
 * nothing. The same selectors as in Istio's chart:
 * https://github.com/istio/istio/blob/1.22.0/manifests/charts/istio-control/istio-discovery/templates/revision-tags.yaml
 */
function selectors(tag: string): Readonly<Record<string, Selectors>> {
  const notRefused = all(one(wish, "NotIn", "false"));
  return {
    "rev.namespace.": {
      namespaceSelector: all(one(revisionLabel, "In", tag), one(injection, "DoesNotExist")),
      objectSelector: notRefused,
    },
    "rev.object.": {
      namespaceSelector: all(one(revisionLabel, "DoesNotExist"), one(injection, "DoesNotExist")),
      objectSelector: all(one(wish, "NotIn", "false"), one(revisionLabel, "In", tag)),
    },
    ...(tag === defaultRevision
      ? {
          "namespace.": {
            namespaceSelector: all(one(injection, "In", "enabled")),
            objectSelector: notRefused,
          },
          "object.": {
            namespaceSelector: all(
              one(injection, "DoesNotExist"),
              one(revisionLabel, "DoesNotExist"),
            ),
            objectSelector: all(one(wish, "In", "true"), one(revisionLabel, "DoesNotExist")),
          },
        }
      : {}),
  };
}

/** The webhooks of a tag, by the names that Istio gives them. @param injection of a remote */
export function buildTagWebhooks(tag: string, revision: string, injection = ofPrimary) {
  return Object.entries(selectors(tag)).map(([prefix, whom]) =>
    webhook(prefix, revision, whom, injection),
  );
}

/** The webhooks of the tag `default`, none of which is ever called. */
export const deactivatedWebhooks = Object.keys(selectors(defaultRevision)).map((prefix) =>
  webhook(prefix, defaultRevision, deactivated, ofPrimary),
);

function webhook(prefix: string, revision: string, whom: Selectors, injection: Injection) {
  return {
    name: `${prefix}sidecar-injector.istio.io`,
    clientConfig:
      "url" in injection
        ? injection
        : {
            service: {
              name: istiodService(revision),
              namespace: istioNamespace,
              path: injection.path,
              port: 443,
            },
          },
    ...whom,
    rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] }],
    admissionReviewVersions: ["v1beta1", "v1"],
    failurePolicy: "Fail",
    reinvocationPolicy: "Never",
    sideEffects: "None",
  };
}

/** Whose webhooks a tag has: those that the operator makes, those of a revision, or some that are never called. */
export type TagWebhooks = "operator" | "revision" | "off";

/**
 * Condition for `pulumi.com/waitFor` on a tag: it can be called, and calls the revision; or it is off. One of its own is
 * needed: the operator copies the annotations of the profile's webhook, the one for its rollout included.
 */
export function revisionTagCondition(webhooks: TagWebhooks, revision: string): string {
  switch (webhooks) {
    case "operator":
      return "jsonpath={.webhooks[0].clientConfig.caBundle}";
    case "off":
      return "jsonpath={.webhooks[0].namespaceSelector.matchLabels}";
    case "revision":
      return `jsonpath={$.webhooks[?@.clientConfig.caBundle&&@.clientConfig.service.name == '${istiodService(revision)}'&&$.metadata.annotations['${planAnnotation}'] == '${revision}']}`;
  }
}
