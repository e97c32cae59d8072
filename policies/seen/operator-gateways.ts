import { istioNamespace } from "../../stacks/istio-names";
import type { KubernetesObject } from "./resource";
import { at, fieldsAt, listAt, textAt } from "../values";

export const istioOperator = "install.istio.io/IstioOperator";

type Fields = Readonly<Record<string, unknown>>;

/** A gateway that an IstioOperator has made: https://istio.io/v1.23/docs/reference/config/istio.operator.v1alpha1/#GatewaySpec */
export interface OperatorGateway {
  /** Its place in the IstioOperator, such as `spec.components.ingressGateways[0]`. */
  readonly path: string;
  readonly isIngress: boolean;
  readonly namespace: string;
  /** Of its objects and pods. */
  readonly labels: Fields;
  /** What is said of its objects alone, which wins over the values. */
  readonly k8s: unknown;
  /** What the chart of its kind is told. */
  readonly values: unknown;
}

/** The gateways of an IstioOperator that it names, those that are off left out. */
export function operatorGateways(object: KubernetesObject): readonly OperatorGateway[] {
  return object.groupKind === istioOperator
    ? [...ofKind(object, "ingress"), ...ofKind(object, "egress")]
    : [];
}

/** Defaults: https://github.com/istio/istio/tree/1.22.8/manifests/charts/gateways */
function ofKind({ props }: KubernetesObject, kind: "ingress" | "egress"): OperatorGateway[] {
  const values = at(props, "spec", "values", "gateways", `istio-${kind}gateway`);
  const list = `${kind}Gateways`;
  return listAt(props, "spec", "components", list).flatMap((entry, i) =>
    at(entry, "enabled") === false
      ? []
      : [
          {
            path: `spec.components.${list}[${i}]`,
            isIngress: kind === "ingress",
            namespace:
              textAt(entry, "namespace") ?? textAt(props, "spec", "namespace") ?? istioNamespace,
            labels: {
              app: `istio-${kind}gateway`,
              istio: `${kind}gateway`,
              ...fieldsAt(values, "labels"),
              ...fieldsAt(entry, "label"),
            },
            k8s: at(entry, "k8s"),
            values,
          },
        ],
  );
}
