import { unknown } from "../../run-rule";
import { type Cases, member, object, operator } from "../case";
import { remoteSecret, right, said, watching } from "./made";

const called = (
  cluster: string,
  clusterName: string,
  spec: Readonly<Record<string, unknown>> = {},
) => operator(cluster, spec, { global: { multiCluster: { clusterName } } });
const twoPrimaries = [
  member("east"),
  member("edge", { primary: "east" }),
  member("west"),
  member("wing", { primary: "west" }),
];
const missing = (key: string) =>
  `no Secret with the label istio/multiCluster: "true" has the key ${key}, expected one of each other cluster`;

export const peerCases: Cases = {
  "remote-secrets-complete": [
    {
      title: "whose primaries watch all others, by the names that Istio knows",
      resources: [
        ...twoPrimaries,
        called("west", "prod-west"),
        watching("east", "edge", "prod-west"),
        remoteSecret("east", { wing: right() }, { field: "stringData" }),
        watching("west", "east", "edge", "wing"),
      ],
      violations: [],
    },
    {
      title: "that does not know yet what a Secret is",
      resources: [
        ...twoPrimaries.slice(0, 2),
        object("east", "core/v1:Secret", "istio-system/other", {}, { labels: unknown }),
      ],
      violations: [],
    },
    {
      title: "that does not know yet what clusters are called",
      resources: [
        ...twoPrimaries.slice(0, 3),
        watching("west", "east"),
        called("west", "west", { profile: unknown }),
        operator("edge", { profile: "remote", values: unknown }),
      ],
      violations: [],
    },
    {
      title: "whose primaries lack some, or have them where istiod does not look",
      resources: [
        ...twoPrimaries,
        called("west", "prod-west"),
        watching("east", "west"),
        remoteSecret("east", { wing: right() }, { address: "shop/istio-remote-secret-wing" }),
        remoteSecret("east", { edge: right() }, { labelled: { "istio/multiCluster": "false" } }),
        watching("west", "edge", "wing"),
        watching("edge", "east"),
      ],
      violations: [`east: ${missing("edge, prod-west, wing")}`, `west: ${missing("east")}`],
    },
  ],
  "remote-secrets-name-others": [
    {
      title: "whose keys are names of others, also of those that are known by their provider only",
      resources: [
        ...twoPrimaries,
        called("west", "prod-west"),
        watching("east", "prod-west", "edge", "plain"),
        watching("edge", "edge"),
        remoteSecret("east", { east: right() }, { address: "shop/istio-remote-secret-east" }),
        object("plain", "core/v1:Namespace", "shop"),
      ],
      violations: [],
    },
    {
      title: "whose keys are the cluster's own name, or nobody's",
      resources: [
        ...twoPrimaries.slice(0, 3),
        called("west", "prod-west"),
        watching("east", "east", "west", "edge"),
        watching("west", "prod-west"),
      ],
      violations: [
        ...said(
          "the key east is the cluster's own name, which istiod passes over, expected one of edge, prod-west",
          "the key west is no cluster's name, expected one of edge, prod-west",
        ),
        "west/istio-system/istio-remote-secret-west: the key prod-west is the cluster's own name, which istiod passes over, expected one of east, edge",
      ],
    },
    {
      title: "with one cluster that watches itself",
      resources: [member("east"), watching("east", "east")],
      violations: said(
        "the key east is the cluster's own name, which istiod passes over, expected none, there is no other cluster",
      ),
    },
  ],
};
