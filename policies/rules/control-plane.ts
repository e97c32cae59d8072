import { caSecretName } from "../../components/names";
import { istioNamespace } from "../../stacks/istio-names";
import { type ControlPlane, istiodOf } from "../seen/control-plane";
import { decided } from "../decided";
import { namespaceOf, objectName } from "../seen/resource";
import { ofObjects, type ResourceRule, type Settings, type StackRule, type Subject } from "../rule";
import type { Stack } from "../seen/stack";
import { at, textAt, textsAt } from "../values";
import { weakening } from "../facts/weakening-variables";

const redundancy = {
  remediation:
    "set tuning.istiod.minReplicas, and leave tuning.istiod.disruptionBudget on; of one cluster by its own tuning",
  source: "https://istio.io/latest/docs/ops/deployment/deployment-models/#availability",
  settings: {
    minReplicas: {
      type: "integer",
      minimum: 1,
      default: 2,
      description: "How many istiods there have to be at least.",
    },
  },
} as const satisfies Partial<StackRule>;

const servingRedundancy: StackRule = {
  ...redundancy,
  name: "redundant-istiod-of-remotes",
  description:
    "An istiod that serves other clusters has at least two replicas and a PodDisruptionBudget",
  why: "With one, a drained node leaves several clusters without injection, certificates and config.",
  severity: "high",
  level: "mandatory",
  checkStack: (stack, settings) =>
    stack.controlPlanes.flatMap((plane) => {
      const served = servedBy(stack, plane);
      return served.length === 0
        ? []
        : redundancyProblems(plane, settings, `, for it serves ${served.join(", ")}`);
    }),
};

const ownRedundancy: StackRule = {
  ...redundancy,
  name: "redundant-istiod",
  description: "Every other istiod has at least two replicas and a PodDisruptionBudget",
  why: "With one, no pod starts in the mesh while its node is drained, for the injector does not answer.",
  severity: "medium",
  level: "advisory",
  checkStack: (stack, settings) =>
    stack.controlPlanes.flatMap((plane) =>
      servedBy(stack, plane).length > 0 ? [] : redundancyProblems(plane, settings),
    ),
};

function servedBy(stack: Stack, { cluster }: ControlPlane): string[] {
  return stack.clusters.filter((one) => one.primary === cluster).map((one) => one.name);
}

function redundancyProblems(plane: ControlPlane, settings: Settings, because = "") {
  const { object, replicas, hasDisruptionBudget } = plane;
  const least = at(settings, "minReplicas") ?? redundancy.settings.minReplicas.default;
  const messages = [
    ...(replicas < Number(least)
      ? [`istiod's least number of replicas is ${replicas}, expected ${Number(least)}${because}`]
      : []),
    ...(hasDisruptionBudget ? [] : [`istiod has no PodDisruptionBudget, expected one${because}`]),
  ];
  return messages.map((message) => ({ message, about: object }));
}

const noWeakeningVariables: ResourceRule = {
  name: "no-weakening-istiod-variables",
  description: "No environment variable of istiod takes a protection away",
  why: "Each of them is there for tests, for a way back, or for a network that is trusted as a whole, and is easily left behind.",
  remediation:
    "take it out of tuning.istiod.env, or name it in the setting variables if the mesh cannot do without",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars",
  settings: {
    variables: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Names of variables that may be set.",
    },
  },
  check: ofObjects((object, settings) => {
    const env = istiodOf(object)?.env ?? {};
    const allowed = textsAt(settings, "variables");
    return weakening
      .filter(({ name }) => !allowed.includes(name))
      .flatMap(({ name, isWeak, expected }) => {
        const value = env[name];
        return value !== undefined && isWeak(value)
          ? [`istiod's variable ${name} is "${value}", expected ${expected}`]
          : [];
      });
  }),
};

const multiRoot: StackRule = {
  name: "multi-root-mesh-only-with-two-roots",
  description: "Control planes accept several roots only while they have several",
  why: "Proxies are asked to take up a change of roots at any time, which only a rotation of the root needs.",
  remediation:
    "finish certificates.rotation once all certificates of the old root have run out: its `to` becomes certificates.root",
  severity: "low",
  level: "advisory",
  source: "https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/",
  checkStack: (stack) =>
    stack.controlPlanes
      .filter((one) => one.env["ISTIO_MULTIROOT_MESH"] === "true")
      .flatMap(
        ({ cluster, object }) =>
          decided(stack.of("core/Secret"), (secret) =>
            secret.cluster === cluster &&
            namespaceOf(secret) === istioNamespace &&
            objectName(secret) === caSecretName &&
            rootsIn(textAt(secret.props, "data", "root-cert.pem")) === 1
              ? [
                  {
                    message: `istiod's variable ISTIO_MULTIROOT_MESH is "true", and ${caSecretName} has one root, expected two`,
                    about: object,
                  },
                ]
              : [],
          ).found,
      ),
};

function rootsIn(bundle = ""): number {
  return Buffer.from(bundle, "base64").toString().split("-----BEGIN CERTIFICATE-----").length - 1;
}

const nodeAgent: StackRule = {
  name: "no-privileged-init-containers",
  description: "Traffic of pods is redirected by Istio's CNI plugin or by ambient mode",
  why: "Otherwise every injected pod has an init container that may change its network (NET_ADMIN, NET_RAW) as root, so that whoever makes pods has to be allowed that.",
  remediation:
    "with installer operator set components.cni.enabled to true in an overlay of tuning.overlays; with installer helm the stack installs no plugin",
  severity: "medium",
  level: "advisory",
  source: "https://istio.io/latest/docs/setup/additional-setup/cni/",
  checkStack: (stack) =>
    stack.controlPlanes
      .filter((one) => !one.hasNodeAgent)
      .map(({ object }) => ({
        message: "neither values.pilot.cni.enabled nor ambient mode is on, expected one of them",
        about: object,
      })),
};

export const controlPlane: Subject = {
  title: "Control planes",
  rules: [servingRedundancy, ownRedundancy, noWeakeningVariables, multiRoot, nodeAgent],
};
