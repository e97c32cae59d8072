import { type ConfigProblem, oneOf } from "./config-error";
import type { GatewayConfig } from "./gateway-schema";
import { gatewayServiceProblems } from "./gateway-service-problems";
import { isOn } from "./is-on";
import {
  eastWestGatewayName,
  eastWestGatewaySelector,
  networkLabel,
  operatorNamespace,
} from "./istio-names";
import { repeated } from "./repeated";
import { workloadProblems } from "./workload-problems";

/** A gateway of the config that is well-formed in itself, with its place in the list. */
export interface CheckedGateway {
  /** Such as `istio-mesh:gateways[1]`. */
  readonly path: string;
  /** Such as `gateways[1]`. */
  readonly place: string;
  readonly gateway: GatewayConfig;
}

/**
 * What is wrong with gateways, by themselves and beside each other.
 * @param names what all clusters of the mesh call themselves
 */
export function gatewaysProblems(
  gateways: readonly CheckedGateway[],
  names: readonly string[],
): ConfigProblem[] {
  return [
    ...gateways.flatMap((one) => [
      ...nameProblems(one),
      ...namespaceProblems(one),
      ...clustersProblems(one, names),
      ...labelProblems(one),
      ...gatewayServiceProblems(one),
      ...workloadProblems(one.path, one.gateway),
    ]),
    ...gateways.flatMap((one, at) =>
      gateways.slice(0, at).flatMap((other) => pairProblems(one, other, names)),
    ),
  ];
}

/** Objects that Istio, or Kubernetes in every namespace, has by these names. */
const takenNames = /^(default|istiod(-.*)?|istio-reader(-.*)?)$/;

function nameProblems({ path, gateway: { name } }: CheckedGateway): ConfigProblem[] {
  const problem = (reason: string) => [{ path: `${path}.name`, message: `"${name}" ${reason}` }];
  if (name === eastWestGatewayName) {
    return problem(
      "is the name of east-west gateways, which the mesh has where it needs them; give another",
    );
  }
  return takenNames.test(name)
    ? problem("is a name of Istio's or Kubernetes' own; give another")
    : [];
}

function namespaceProblems({ path, gateway: { namespace } }: CheckedGateway): ConfigProblem[] {
  return namespace === "default" || namespace.startsWith("kube-") || namespace === operatorNamespace
    ? [
        {
          path: `${path}.namespace`,
          message: `"${namespace}" is there already and not for gateways, expected istio-system or a namespace that is the stack's alone, such as istio-ingress`,
        },
      ]
    : [];
}

function clustersProblems(
  { path, gateway: { clusters = [] } }: CheckedGateway,
  names: readonly string[],
): ConfigProblem[] {
  const at = (index: number) => `${path}.clusters[${index}]`;
  return [
    ...clusters.flatMap((name, index) =>
      names.includes(name)
        ? []
        : [{ path: at(index), message: `unknown cluster "${name}", expected ${oneOf(names)}` }],
    ),
    ...repeated(clusters).map(({ at: index, text }) => ({
      path: at(index),
      message: `"${text}" is in the list already`,
    })),
  ];
}

/** Labels that say what a pod or Service is to Istio. */
const takenLabels: Readonly<Record<string, string>> = {
  app: "is the gateway's name",
  [networkLabel]: "makes peers take it for an east-west gateway",
  "sidecar.istio.io/inject": "is what makes it a gateway",
  "istio.io/rev": "follows the cluster's control plane",
};

function labelProblems({ path, gateway: { labels = {} } }: CheckedGateway): ConfigProblem[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const problem = (message: string) => [{ path: `${path}.labels.${key}`, message }];
    const taken = Object.hasOwn(takenLabels, key) ? takenLabels[key] : undefined;
    if (taken !== undefined) {
      return problem(`"${value}", but this label ${taken}; leave it out`);
    }
    return key === "istio" && value === eastWestGatewaySelector.istio
      ? problem(`"${value}" is the label of east-west gateways, expected another value`)
      : [];
  });
}

/** Gateways that would be one and the same on a cluster, or in the stack's state. */
function pairProblems(
  { path, gateway }: CheckedGateway,
  other: CheckedGateway,
  names: readonly string[],
): ConfigProblem[] {
  const clustersOf = (one: GatewayConfig) => names.filter((name) => isOn(name, one.clusters));
  const [own, others] = [clustersOf(gateway), clustersOf(other.gateway)];
  const problem = (message: string) => [
    { path: `${path}.name`, message: `"${gateway.name}" ${message}` },
  ];
  if (gateway.name === other.gateway.name) {
    const both = own.filter((name) => others.includes(name));
    return both.length > 0
      ? problem(
          `is the name of ${other.place} already on ${both.join(", ")}, each gateway of a cluster needs its own`,
        )
      : [];
  }
  const resources = others.map((name) => `${name}-${other.gateway.name}`);
  const same = own.find((name) => resources.includes(`${name}-${gateway.name}`));
  return same === undefined
    ? []
    : problem(
        `on ${same} would be ${same}-${gateway.name} in the stack's state, as ${other.place} is on another cluster; give another`,
      );
}
