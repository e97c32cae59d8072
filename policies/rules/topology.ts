import { istioNamespace, networkLabel } from "../../stacks/istio-names";
import { decided } from "../decided";
import { identitiesOf, meshIdOf, trustDomainOf } from "../seen/identities";
import { type KubernetesObject, labelOf, objectName } from "../seen/resource";
import type { StackRule, Subject, Violation } from "../rule";
import type { Stack } from "../seen/stack";
import type { ControlPlane } from "../seen/control-plane";
import { listAt, textAt } from "../values";

/** Control planes that differ from the first, by the name of its cluster. */
function different(
  { controlPlanes }: Stack,
  title: string,
  valueOf: (plane: ControlPlane) => string,
): Violation[] {
  const [first, ...others] = [...controlPlanes].sort((one, other) =>
    `${one.cluster}/${one.revision}` < `${other.cluster}/${other.revision}` ? -1 : 1,
  );
  return others.flatMap((plane) =>
    first === undefined || valueOf(plane) === valueOf(first)
      ? []
      : [
          {
            message: `${title} is ${valueOf(plane)}, and ${valueOf(first)} in ${first.cluster}, expected one for all`,
            about: plane.object,
          },
        ],
  );
}

const oneTrustDomain: StackRule = {
  name: "one-trust-domain",
  description: "All control planes of a stack have one trust domain",
  why: "A workload of another trust domain is another identity: policies that name it do not match, and proxies refuse it.",
  remediation:
    "set mesh.trustDomain, and let no overlay in tuning.overlays set meshConfig.trustDomain",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/setup/install/multicluster/before-you-begin/",
  checkStack: (stack) => different(stack, "meshConfig.trustDomain", trustDomainOf),
};

const oneMeshId: StackRule = {
  name: "one-mesh-id",
  description: "All control planes of a stack have one mesh ID",
  why: "Proxies tell their mesh in telemetry and to istiod: clusters of two IDs are two meshes to whoever reads that.",
  remediation: "set mesh.id, and let no overlay in tuning.overlays set values.global.meshID",
  severity: "medium",
  level: "mandatory",
  source: "https://istio.io/latest/docs/setup/install/multicluster/multi-primary/",
  checkStack: (stack) => different(stack, "global.meshID", meshIdOf),
};

const clusterNamesUnique: StackRule = {
  name: "cluster-names-unique",
  description: "Each cluster of a stack has a name of its own, to Istio and as a provider",
  why: "Two clusters of one name are one to istiod: endpoints of the one are taken for the other's, or are lost.",
  remediation: "give each of clusters[] a name of its own, which is clusterName and the provider's",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/setup/install/multicluster/multi-primary/",
  checkStack: (stack) => [...sharedNames(stack), ...sharedProviderNames(stack)],
};

function sharedNames(stack: Stack): Violation[] {
  const { found } = identitiesOf(stack);
  const named = new Map(found.map((one) => [`${one.cluster}/${one.name}`, one]));
  return [...named.values()].flatMap(({ cluster, name }) => {
    const others = [...named.values()]
      .flatMap((one) => (one.name === name && one.cluster !== cluster ? [one.cluster] : []))
      .sort();
    return others.length === 0
      ? []
      : [
          {
            message: `its name is ${name}, which is that of ${others.join(", ")} too`,
            about: { cluster },
          },
        ];
  });
}

/** One cluster has one istio-system: two of them are two clusters. */
function sharedProviderNames(stack: Stack): Violation[] {
  const { found } = decided(istioNamespaces(stack), ({ cluster, provider }) => ({
    cluster,
    provider: provider?.urn,
  }));
  return [...new Set(found.map((one) => one.cluster))].flatMap((cluster) => {
    const own = found.filter((one) => one.cluster === cluster);
    const { size } = new Set(own.map((one) => one.provider));
    return size < 2
      ? []
      : [{ message: `it is the name of ${size} providers, expected one`, about: { cluster } }];
  });
}

const networkIsNamespaces: StackRule = {
  name: "network-is-that-of-namespace",
  description: `The network of a control plane is the one that ${istioNamespace} is labelled with`,
  why: "Endpoints have their network from the label, proxies theirs from the control plane: where they differ, traffic goes through gateways that it does not need, or past those that it does.",
  remediation:
    "set the network of clusters[], and let no overlay in tuning.overlays set values.global.network",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/config/labels/#TopologyNetwork",
  checkStack: (stack) => {
    const { found } = identitiesOf(stack);
    return stack.clusters.flatMap((member) => {
      const labelled = member.network ?? "";
      return found
        .filter((one) => one.cluster === member.name && one.network !== labelled)
        .map(({ network, object }) => ({
          message: `its network is "${network}", expected "${labelled}", the label ${networkLabel} of ${istioNamespace}`,
          about: object,
        }));
    });
  },
};

const networksHaveGateways: StackRule = {
  name: "networks-have-gateways",
  description: "Where a stack has several networks, each has an east-west gateway",
  why: "Pods of another network are reached by a gateway alone: without one their endpoints are known to nobody outside.",
  remediation: "leave eastWestGateway: false out of at least one of clusters[] on that network",
  severity: "high",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/#install-the-east-west-gateway-in-cluster1",
  checkStack: (stack) => {
    const networks = new Set(stack.clusters.flatMap(({ network }) => network ?? []));
    return networks.size < 2
      ? []
      : [...networks].flatMap((network) => withoutGateway(stack, network));
  },
};

/** Gateways as istiod finds them: https://github.com/istio/istio/blob/1.22.0/pilot/pkg/serviceregistry/kube/controller/network.go */
function withoutGateway(stack: Stack, network: string): Violation[] {
  const members = stack.clusters
    .flatMap((one) => (one.network === network ? [one.name] : []))
    .sort();
  const candidates = stack
    .of("core/Service", "networking.istio.io/Gateway", "gateway.networking.k8s.io/Gateway")
    .filter((one) => members.includes(one.cluster));
  const { found, undecided } = decided(
    candidates,
    (one) => labelOf(one, networkLabel) === network || letsNetworksThrough(one),
  );
  const [cluster = ""] = members;
  return undecided.length > 0 || found.includes(true)
    ? []
    : [
        {
          message: `network ${network} of ${members.join(", ")} has no Service with the label ${networkLabel}: ${network}, and no Gateway with AUTO_PASSTHROUGH, expected one of them`,
          about: { cluster },
        },
      ];
}

function letsNetworksThrough({ props }: KubernetesObject): boolean {
  return listAt(props, "spec", "servers").some(
    (server) => textAt(server, "tls", "mode") === "AUTO_PASSTHROUGH",
  );
}

function istioNamespaces(stack: Stack): readonly KubernetesObject[] {
  return decided(stack.of("core/Namespace"), (one) =>
    objectName(one) === istioNamespace ? [one] : [],
  ).found;
}

export const topology: Subject = {
  title: "Topology and naming",
  rules: [oneTrustDomain, oneMeshId, clusterNamesUnique, networkIsNamespaces, networksHaveGateways],
};
