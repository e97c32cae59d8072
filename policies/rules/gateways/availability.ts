import { decided } from "../../decided";
import { isGatewayDeployment, podLabelsOf, selects } from "../../seen/gateway-deployments";
import { istioOperator, operatorGateways } from "../../seen/operator-gateways";
import {
  type GroupKind,
  type KubernetesObject,
  namespaceOf,
  objectName,
} from "../../seen/resource";
import type { StackRule, Violation } from "../../rule";
import type { Stack } from "../../seen/stack";
import { at, fieldsAt, textAt } from "../../values";

const defaultLeast = 2;

export const gatewayReplicas: StackRule = {
  name: "gateway-replicas",
  description: "Every gateway has at least two pods",
  why: "With one, all that enters, leaves or crosses networks by it stops while its node does.",
  remediation: "set eastWestGateway.minReplicas and gateways[].minReplicas",
  severity: "medium",
  level: "advisory",
  source: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
  settings: {
    minReplicas: {
      type: "integer",
      minimum: 1,
      default: defaultLeast,
      description: "Least number of a gateway's pods.",
    },
  },
  checkStack: (stack, { minReplicas = defaultLeast }) =>
    eachGateway(
      stack,
      (deployment) => {
        const scaler = neighbours(stack, deployment, "autoscaling/HorizontalPodAutoscaler").find(
          (one) => textAt(one.props, "spec", "scaleTargetRef", "name") === objectName(deployment),
        );
        return scaler === undefined
          ? [
              {
                path: "spec.replicas",
                count: at(deployment.props, "spec", "replicas"),
                about: deployment,
              },
            ]
          : [
              {
                path: "spec.minReplicas",
                count: at(scaler.props, "spec", "minReplicas"),
                about: scaler,
              },
            ];
      },
      (operator) =>
        operatorGateways(operator).map(({ path, k8s, values }) => ({
          ...(at(values, "autoscaleEnabled") === false
            ? {
                path: `${path}.k8s.replicaCount`,
                count: at(k8s, "replicaCount") ?? at(values, "replicaCount"),
              }
            : {
                path: `${path}.k8s.hpaSpec.minReplicas`,
                count: at(k8s, "hpaSpec", "minReplicas") ?? at(values, "autoscaleMin"),
              }),
          about: operator,
        })),
    ).flatMap(({ path, count = 1, about }) =>
      Number(count) >= Number(minReplicas)
        ? []
        : [
            {
              message: `${path} is ${String(count)}, expected ${String(minReplicas)} or more`,
              about,
            },
          ],
    ),
};

export const gatewayDisruptionBudget: StackRule = {
  name: "gateway-disruption-budget",
  description: "Every gateway has a PodDisruptionBudget",
  why: "Without it all of its pods may be evicted at once when nodes are drained.",
  remediation:
    "take disruptionBudget: false out of eastWestGateway and gateways[], or say there how many pods may go",
  severity: "medium",
  level: "advisory",
  source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  checkStack: (stack) =>
    eachGateway<Violation>(
      stack,
      (deployment) =>
        neighbours(stack, deployment, "policy/PodDisruptionBudget").some((one) =>
          isFor(one, deployment),
        )
          ? []
          : [
              {
                message: "no PodDisruptionBudget of its namespace selects its pods",
                about: deployment,
              },
            ],
      (operator) => {
        const all = "spec.values.global.defaultPodDisruptionBudget.enabled";
        return at(operator.props, ...all.split(".")) === false
          ? operatorGateways(operator)
              .filter(({ k8s }) => at(k8s, "podDisruptionBudget") === undefined)
              .map(({ path }) => ({
                message: `${all} is false, and ${path}.k8s.podDisruptionBudget is missing`,
                about: operator,
              }))
          : [];
      },
    ),
};

/** What there is to say of each gateway, by who makes its pods. */
function eachGateway<R>(
  stack: Stack,
  ofDeployment: (object: KubernetesObject) => readonly R[],
  ofOperator: (object: KubernetesObject) => readonly R[],
): readonly R[] {
  return decided(stack.of("apps/Deployment", istioOperator), (one) =>
    one.groupKind === istioOperator
      ? ofOperator(one)
      : isGatewayDeployment(one)
        ? ofDeployment(one)
        : [],
  ).found;
}

/** The objects of a kind in the same namespace. */
function neighbours(stack: Stack, object: KubernetesObject, kind: GroupKind) {
  return stack
    .of(kind)
    .filter((one) => one.cluster === object.cluster && namespaceOf(one) === namespaceOf(object));
}

function isFor({ props }: KubernetesObject, deployment: KubernetesObject): boolean {
  return (
    at(props, "spec", "selector") !== undefined &&
    selects(fieldsAt(props, "spec", "selector", "matchLabels"), podLabelsOf(deployment))
  );
}
