import type { Resource } from "../../../../policies/seen/resource";
import { type Cases, charts, member, object, operator } from "./case";
import { unknown } from "../run-rule";

const trustDomain = (name: string) => ({ meshConfig: { trustDomain: name } });
const global = (fields: Readonly<Record<string, unknown>>) => ({ global: fields });
const named = (clusterName: string, network = "net") =>
  global({ multiCluster: { clusterName }, network });

/** A remote as the operator is told of it. */
const remote = (cluster: string, clusterName: string, network = "net") =>
  operator(cluster, { profile: "remote" }, named(clusterName, network));

/** A remote's webhook as Istio's charts make it. */
const webhook = (cluster: string, clientConfig: object) =>
  object(
    cluster,
    "admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
    "istio-sidecar-injector",
    { webhooks: [{ clientConfig }, { clientConfig }] },
  );
const byPath = (path: string) => ({ service: { path } });

/** The same object, of another provider that has the same name for its cluster. */
function ofOther(resource: Resource): Resource {
  return {
    ...resource,
    provider: {
      type: "pulumi:providers:kubernetes",
      name: "other",
      urn: "urn:pulumi:test::istio-mesh::pulumi:providers:kubernetes::other",
      props: resource.provider?.props ?? {},
    },
  };
}

const service = (cluster: string, network: string) =>
  object(
    cluster,
    "core/v1:Service",
    "istio-system/istio-eastwestgateway",
    {},
    { labels: { "topology.istio.io/network": network } },
  );
const gateway = (cluster: string, mode: string) =>
  object(cluster, "networking.istio.io/v1beta1:Gateway", "istio-system/cross-network-gateway", {
    spec: { servers: [{ tls: { mode } }] },
  });
const kubernetesGateway = (cluster: string, network: string) =>
  object(
    cluster,
    "gateway.networking.k8s.io/v1:Gateway",
    "istio-system/east-west",
    {},
    { labels: { "topology.istio.io/network": network } },
  );

const twoNetworks = [member("east", { network: "net-a" }), member("west", { network: "net-b" })];

export const topology: Cases = {
  "one-trust-domain": [
    {
      title: "with one, which is Istio's own where none is said",
      resources: [
        operator("east", { meshConfig: {} }),
        ...charts("west", { meshConfig: "trustDomain: cluster.local\n" }),
        ...charts("north", { meshConfig: "{}" }),
      ],
      violations: [],
    },
    {
      title: "with two",
      resources: [
        operator("west", trustDomain("b.example")),
        operator("east", trustDomain("a.example")),
        ...charts("wing", { meshConfig: "trustDomain: b.example\n" }),
        operator("edge", trustDomain("a.example")),
      ],
      violations: [
        "west/istio-system/istio: meshConfig.trustDomain is b.example, and a.example in east, expected one for all",
        "wing/istio-system/istiod: meshConfig.trustDomain is b.example, and a.example in east, expected one for all",
      ],
    },
  ],
  "one-mesh-id": [
    {
      title: "with one, which is the trust domain where none is said",
      resources: [
        operator("east", trustDomain("mesh"), global({})),
        operator("north", trustDomain("mesh"), global({ meshID: "" })),
        ...charts("west"),
      ],
      violations: [],
    },
    {
      title: "with two",
      resources: [...charts("west"), operator("east", {}, global({ meshID: "payments" }))],
      violations: [
        "west/istio-system/istiod: global.meshID is mesh, and payments in east, expected one for all",
      ],
    },
  ],
  "cluster-names-unique": [
    {
      title: "with a name for each, and two control planes in one",
      resources: [
        member("east"),
        operator("east"),
        ...charts("east"),
        member("west"),
        ...charts("west"),
        member("edge", { primary: "east" }),
        remote("edge", "edge"),
        member("wing", { primary: "west" }),
        webhook("wing", byPath("/inject/cluster/wing/net/net")),
      ],
      violations: [],
    },
    {
      title: "with a name for two primaries, and for a primary and a remote",
      resources: [
        operator("east", {}, named("prod")),
        ...charts("west", named("prod")),
        remote("edge", "dr"),
        operator("north", {}, named("dr")),
        webhook("wing", { url: "https://istiod.example:15017/inject/cluster/dr/net/net" }),
      ],
      violations: [
        "east: its name is prod, which is that of west too",
        "west: its name is prod, which is that of east too",
        "edge: its name is dr, which is that of north, wing too",
        "north: its name is dr, which is that of edge, wing too",
        "wing: its name is dr, which is that of edge, north too",
      ],
    },
    {
      title: "with clusters of which none is given a name",
      resources: [operator("east", {}, global({})), ...charts("west", named(""))],
      violations: [
        "east: its name is Kubernetes, which is that of west too",
        "west: its name is Kubernetes, which is that of east too",
      ],
    },
    {
      title: "with one name for two providers",
      resources: [member("east"), ofOther(member("east")), member("west")],
      violations: ["east: it is the name of 2 providers, expected one"],
    },
  ],
  "network-is-that-of-namespace": [
    {
      title: "with the same in both, or without one",
      resources: [
        member("east"),
        operator("east"),
        member("west"),
        ...charts("west"),
        member("edge", { network: "net-b" }),
        remote("edge", "edge", "net-b"),
        member("wing", { network: "net-b" }),
        webhook("wing", byPath("/inject/cluster/wing/net/net-b")),
        webhook("north", byPath("/inject")),
        object("north", "core/v1:Namespace", "istio-system"),
        operator("north", {}, named("north", "")),
        operator("elsewhere"),
      ],
      violations: [],
    },
    {
      title: "with another in the control plane, in a remote, or without the label",
      resources: [
        member("east", { network: "net-a" }),
        operator("east"),
        member("west", { network: "net-a" }),
        ...charts("west"),
        member("edge"),
        remote("edge", "edge", "net-b"),
        member("wing"),
        webhook("wing", byPath("/inject/cluster/wing/net/net-b")),
        object("north", "core/v1:Namespace", "istio-system"),
        operator("north"),
      ],
      violations: [
        'east/istio-system/istio: its network is "net", expected "net-a", the label topology.istio.io/network of istio-system',
        'west/istio-system/istiod: its network is "net", expected "net-a", the label topology.istio.io/network of istio-system',
        'edge/istio-system/istio: its network is "net-b", expected "net", the label topology.istio.io/network of istio-system',
        'wing/istio-sidecar-injector: its network is "net-b", expected "net", the label topology.istio.io/network of istio-system',
        'north/istio-system/istio: its network is "net", expected "", the label topology.istio.io/network of istio-system',
      ],
    },
  ],
  "networks-have-gateways": [
    {
      title: "with one network",
      resources: [member("east"), member("west")],
      violations: [],
    },
    {
      title: "with a gateway on each of them, of whichever cluster and kind",
      resources: [
        ...twoNetworks,
        member("annex", { network: "net-a" }),
        member("north", { network: "net-c" }),
        service("annex", "net-a"),
        gateway("west", "AUTO_PASSTHROUGH"),
        kubernetesGateway("north", "net-c"),
        object("plain", "core/v1:Namespace", "istio-system"),
      ],
      violations: [],
    },
    {
      title: "with networks that have no gateway, or one of another network or for something else",
      resources: [
        ...twoNetworks,
        member("annex", { network: "net-a" }),
        member("north", { network: "net-c" }),
        service("north", "net-a"),
        gateway("west", "PASSTHROUGH"),
        service("elsewhere", "net-b"),
      ],
      violations: [
        "annex: network net-a of annex, east has no Service with the label topology.istio.io/network: net-a, and no Gateway with AUTO_PASSTHROUGH, expected one of them",
        "west: network net-b of west has no Service with the label topology.istio.io/network: net-b, and no Gateway with AUTO_PASSTHROUGH, expected one of them",
        "north: network net-c of north has no Service with the label topology.istio.io/network: net-c, and no Gateway with AUTO_PASSTHROUGH, expected one of them",
      ],
    },
    {
      title: "that does not know yet which label a Service will have",
      resources: [...twoNetworks, service("east", "net-a"), service("west", unknown)],
      violations: [],
    },
  ],
};
