import type { Resource } from "../../../../policies/seen/resource";
import { type Cases, object } from "./case";

const provider = (name: string, props: Readonly<Record<string, unknown>>): Resource => ({
  type: "pulumi:providers:kubernetes",
  name,
  urn: `urn:pulumi:test::istio-mesh::pulumi:providers:kubernetes::${name}`,
  props,
  opts: { protect: false, additionalSecretOutputs: [] },
});
const other = (props: Readonly<Record<string, unknown>>): Resource => ({
  ...provider("other", props),
  type: "pulumi:providers:aws",
});
const release = (cluster: string): Resource => ({
  ...object(cluster, "core/v1:Secret", "a/release"),
  type: "kubernetes:helm.sh/v3:Release",
});

interface Kubeconfig {
  readonly context?: string;
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
}

const kubeconfig = ({ context = "one", cluster = {}, user = {} }: Kubeconfig) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: ["one", "two"].map((name) => ({ name, context: { cluster: name, user: name } })),
    clusters: [
      { name: "one", cluster: { server: "https://one.example:6443", ...cluster } },
      { name: "two", cluster: { server: "https://two.example:6443" } },
    ],
    users: [
      { name: "one", user: { token: "canary", ...user } },
      { name: "two", user: { token: "canary" } },
    ],
  });
const exec = { exec: { command: "aws", args: ["canary"] } };
const insecure = { "insecure-skip-tls-verify": true };

export const providers: Cases = {
  "explicit-kubernetes-provider": [
    {
      title: "whose objects have the provider of their cluster",
      resources: [
        object("east", "core/v1:Secret", "a/b"),
        object("default-cluster", "core/v1:Secret", "a/b"),
        // Its objects have one; itself it is none.
        { ...object("default", "core/v1:Secret", "a/b"), type: "kubernetes:helm.sh/v4:Chart" },
        provider("default", {}),
        other({}),
      ],
      violations: [],
    },
    {
      title: "whose objects have a default provider or none",
      resources: [
        object("default_4_25_0", "core/v1:Secret", "a/b"),
        object("default", "core/v1:Namespace", "c"),
        release("default_4_25_0"),
        { ...provider("west", { metadata: { name: "b" } }), type: "kubernetes:core/v1:Secret" },
      ],
      violations: [
        `default_4_25_0/a/b: its provider is "default_4_25_0", expected an explicit one`,
        `default/c: its provider is "default", expected an explicit one`,
        `default_4_25_0-a-release: its provider is "default_4_25_0", expected an explicit one`,
        "b: its provider is not set, expected an explicit one",
      ],
      certain: [
        `default_4_25_0-a-release: its provider is "default_4_25_0", expected an explicit one`,
      ],
    },
  ],
  "provider-cluster-identifier": [
    {
      title: "whose providers have one",
      resources: [provider("east", { clusterIdentifier: "east" }), other({})],
      violations: [],
    },
    {
      title: "whose providers have none",
      resources: [
        provider("east", { kubeconfig: "canary" }),
        provider("west", { clusterIdentifier: "" }),
      ],
      violations: [
        "east: clusterIdentifier is not set, expected a name",
        "west: clusterIdentifier is not set, expected a name",
      ],
      certain: ["east: clusterIdentifier is not set, expected a name"],
    },
  ],
  "no-delete-unreachable": [
    {
      title: "whose providers do not say so",
      resources: [
        provider("east", { skipUpdateUnreachable: true }),
        provider("west", { deleteUnreachable: "false" }),
        provider("north", { deleteUnreachable: false }),
        other({ deleteUnreachable: true }),
      ],
      violations: [],
    },
    {
      title: "whose providers do, in either form",
      resources: [
        provider("east", { deleteUnreachable: true }),
        provider("west", { deleteUnreachable: "true" }),
      ],
      violations: [
        "east: deleteUnreachable is true, expected false",
        "west: deleteUnreachable is true, expected false",
      ],
    },
  ],
  "no-skip-update-unreachable": [
    {
      title: "whose providers do not say so",
      resources: [
        provider("east", { deleteUnreachable: true }),
        provider("west", { skipUpdateUnreachable: "false" }),
      ],
      violations: [],
    },
    {
      title: "whose providers do, in either form",
      resources: [
        provider("east", { skipUpdateUnreachable: true }),
        provider("west", { skipUpdateUnreachable: "true" }),
      ],
      violations: [
        "east: skipUpdateUnreachable is true, expected false",
        "west: skipUpdateUnreachable is true, expected false",
      ],
    },
  ],
  "safe-kubeconfig": [
    {
      title: "whose kubeconfigs have all in them",
      resources: [
        provider("east", { kubeconfig: kubeconfig({}) }),
        provider("west", {
          kubeconfig: kubeconfig({ cluster: insecure, user: exec }),
          context: "two",
        }),
        provider("north", {}),
        other({ kubeconfig: kubeconfig({ cluster: insecure }) }),
      ],
      violations: [],
    },
    {
      title: "whose kubeconfig runs what it may",
      resources: [provider("east", { kubeconfig: kubeconfig({ user: exec }) })],
      settings: { allowExec: ["aws"] },
      violations: [],
    },
    {
      title: "whose kubeconfigs run programs, check no certificate, or are elsewhere",
      resources: [
        provider("east", { kubeconfig: kubeconfig({ user: exec }) }),
        provider("west", { kubeconfig: kubeconfig({ cluster: insecure }) }),
        provider("north", { kubeconfig: "/home/canary/.kube/config" }),
        provider("south", { kubeconfig: "token: [canary" }),
      ],
      settings: { allowExec: ["gke-gcloud-auth-plugin"] },
      violations: [
        'east: kubeconfig runs "aws" to sign in, allow it by allowExec: [aws] if you trust it',
        "west: kubeconfig has insecure-skip-tls-verify, give certificate-authority-data instead",
        'north: kubeconfig is no kubeconfig, expected YAML with "kind: Config"',
        "south: kubeconfig is not YAML",
      ],
    },
  ],
};
