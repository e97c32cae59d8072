import { unknown } from "../../run-rule";
import { type Cases, object, operator } from "../case";
import { deployment, operatorWith } from "./objects";

type Fields = Readonly<Record<string, unknown>>;

const scaler = (address: string, spec: Fields = {}, cluster = "east") =>
  object(cluster, "autoscaling/v2:HorizontalPodAutoscaler", address, {
    spec: { scaleTargetRef: { kind: "Deployment", name: address.split("/")[1] }, ...spec },
  });
const budget = (address: string, selector: Fields | undefined) =>
  object("east", "policy/v1:PodDisruptionBudget", address, {
    spec: { minAvailable: 1, ...(selector === undefined ? {} : { selector }) },
  });
const noBudgets = { global: { defaultPodDisruptionBudget: { enabled: false } } };

export const availability: Cases = {
  "gateway-replicas": [
    {
      title: "whose gateways have two pods at least, by a scaler or without",
      resources: [
        deployment("front/public", { replicas: 1 }),
        scaler("front/public", { minReplicas: 2 }),
        deployment("front/private", { replicas: 3 }),
        deployment("shop/app", { replicas: 1 }, { templates: "sidecar" }),
        deployment("shop/other", { replicas: 1 }, { templates: "custom" }),
        deployment("shop/mixed", { replicas: 2 }, { templates: "custom,gateway" }),
        operatorWith([{ name: "a", k8s: { hpaSpec: { minReplicas: 2 } } }]),
      ],
      violations: [],
    },
    {
      title: "whose scaler nobody knows yet",
      resources: [deployment("front/public"), scaler("front/public", { scaleTargetRef: unknown })],
      violations: [],
    },
    {
      title: "whose gateways have one",
      resources: [
        deployment("front/public", { replicas: 2 }),
        scaler("front/public", { minReplicas: 1 }),
        deployment("front/default"),
        scaler("front/default"),
        deployment("front/private", { replicas: 1 }),
        scaler("other/private", { minReplicas: 2 }),
        scaler("front/private", { minReplicas: 2 }, "west"),
        deployment("front/unset"),
      ],
      violations: [
        "east/front/public: spec.minReplicas is 1, expected 2 or more",
        "east/front/default: spec.minReplicas is 1, expected 2 or more",
        "east/front/private: spec.replicas is 1, expected 2 or more",
        "east/front/unset: spec.replicas is 1, expected 2 or more",
      ],
    },
    {
      title: "whose operator makes gateways with one pod, by each of the places that say so",
      settings: { minReplicas: 3 },
      resources: [
        operatorWith(
          [{ name: "a", k8s: { hpaSpec: { minReplicas: 3 } } }, { name: "b" }],
          {
            gateways: {
              "istio-ingressgateway": { autoscaleMin: 2 },
              "istio-egressgateway": { autoscaleEnabled: false, replicaCount: 2 },
            },
          },
          { egressGateways: [{ name: "c" }, { name: "d", k8s: { replicaCount: 3 } }] },
        ),
      ],
      violations: [
        "east/istio-system/istio: spec.components.ingressGateways[1].k8s.hpaSpec.minReplicas is 2, expected 3 or more",
        "east/istio-system/istio: spec.components.egressGateways[0].k8s.replicaCount is 2, expected 3 or more",
      ],
    },
  ],
  "gateway-disruption-budget": [
    {
      title: "whose gateways have one of their labels, or one for all",
      resources: [
        deployment("front/public"),
        budget("front/public", { matchLabels: { app: "public" } }),
        deployment("edge/public"),
        budget("edge/all", {}),
        deployment("shop/app", {}, { templates: "sidecar" }),
        operatorWith([{ name: "a" }]),
        operator("west", {}, noBudgets),
      ],
      violations: [],
    },
    {
      title: "whose budget nobody knows yet",
      resources: [
        deployment("front/public"),
        budget("front/public", { matchLabels: { app: unknown } }),
      ],
      violations: [],
    },
    {
      title: "whose gateways have none, or one for other pods",
      resources: [
        deployment("front/public"),
        budget("front/private", { matchLabels: { app: "private" } }),
        budget("front/none", undefined),
        budget("other/public", { matchLabels: { app: "public" } }),
        operatorWith([{ name: "a" }, { name: "b", k8s: { podDisruptionBudget: {} } }], noBudgets),
      ],
      violations: [
        "east/front/public: no PodDisruptionBudget of its namespace selects its pods",
        "east/istio-system/istio: spec.values.global.defaultPodDisruptionBudget.enabled is false, and spec.components.ingressGateways[0].k8s.podDisruptionBudget is missing",
      ],
    },
  ],
};
