import type { Resource } from "../../../../policies/seen/resource";
import type { Settings } from "../../../../policies/rule";

/** A stack, and what a rule says of it. */
export interface Case {
  /** What it is about, after "a stack". */
  readonly title: string;
  readonly resources: readonly Resource[];
  /** What the policy config sets of the rule. */
  readonly settings?: Settings;
  /** What is wrong, whole but for the remediation, which is the rule's; empty where the stack passes. */
  readonly violations: readonly string[];
  /** Those of them that are certain even where a preview knows no input. @default none */
  readonly certain?: readonly string[];
}

/** A case that takes time to make, such as one with certificates. */
export interface LateCase extends Pick<Case, "title"> {
  readonly isKept: boolean;
  /** Asked once. */
  readonly make: () => Promise<Omit<Case, "title">>;
}

/** The cases of each rule, by its name. */
export type Cases = Readonly<Record<string, readonly (Case | LateCase)[]>>;

/** What makes a case, once however often it is asked. */
export function maker(one: Case | LateCase): () => Promise<Omit<Case, "title">> {
  let made: Promise<Omit<Case, "title">> | undefined;
  return () => (made ??= "make" in one ? one.make() : Promise.resolve(one));
}

interface Options {
  readonly protect?: boolean;
  /** More inputs of the cluster's provider. */
  readonly provider?: Readonly<Record<string, unknown>>;
}

/**
 * An object of a cluster as the engine shows it to a policy.
 * @param type version and kind, such as `networking.istio.io/v1beta1:Gateway`
 * @param address `namespace/name`, or the name alone
 */
export function object(
  cluster: string,
  type: string,
  address: string,
  content: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
  { protect = false, provider = {} }: Options = {},
): Resource {
  const [name = "", namespace] = address.split("/").reverse();
  const token = `kubernetes:${type}`;
  const resource = `${cluster}-${address.replace("/", "-")}`;
  return {
    type: token,
    name: resource,
    urn: `urn:pulumi:test::istio-mesh::${token}::${resource}`,
    props: {
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...metadata },
      ...content,
    },
    opts: { protect, additionalSecretOutputs: [] },
    provider: {
      type: "pulumi:providers:kubernetes",
      name: cluster,
      urn: `urn:pulumi:test::istio-mesh::pulumi:providers:kubernetes::${cluster}`,
      props: { clusterIdentifier: cluster, ...provider },
    },
  };
}

interface Member {
  readonly network?: string;
  /** Its primary. @default none, it is one */
  readonly primary?: string;
}

/** Istio's namespace of a cluster, by which it belongs to the mesh. */
export function member(cluster: string, { network = "net", primary }: Member = {}): Resource {
  return object(
    cluster,
    "core/v1:Namespace",
    "istio-system",
    {},
    {
      labels: { "topology.istio.io/network": network },
      annotations:
        primary === undefined ? {} : { "topology.istio.io/controlPlaneClusters": primary },
    },
  );
}

/** A control plane as the operator is told of it; what is given goes over what is right. */
export function operator(
  cluster: string,
  spec: Readonly<Record<string, unknown>> = {},
  values: Readonly<Record<string, unknown>> = {},
): Resource {
  return object(cluster, "install.istio.io/v1alpha1:IstioOperator", "istio-system/istio", {
    spec: {
      profile: "minimal",
      hub: "docker.io/istio",
      tag: "1.22.8",
      meshConfig: { trustDomain: "cluster.local" },
      values: {
        global: { meshID: "mesh", multiCluster: { clusterName: cluster }, network: "net" },
        pilot: {},
        ...values,
      },
      ...spec,
    },
  });
}

interface Istiod {
  readonly image?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Fields of its container in place of its own. */
  readonly container?: Readonly<Record<string, unknown>>;
  /** Fields of its pod's spec in place of its own. */
  readonly pod?: Readonly<Record<string, unknown>>;
  readonly replicas?: number;
  readonly meshConfig?: string;
  /** What the injector is told besides `global`. */
  readonly injector?: Readonly<Record<string, unknown>>;
  /** Fields of `global` in place of its own. */
  readonly global?: Readonly<Record<string, unknown>>;
}

/** A control plane as Istio's charts render it: istiod's Deployment, and the mesh config. */
export function charts(
  cluster: string,
  { image = "docker.io/istio/pilot:1.22.8", env = {}, ...istiod }: Istiod = {},
): Resource[] {
  const container = {
    name: "discovery",
    image,
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    ...istiod.container,
  };
  return [
    object(
      cluster,
      "apps/v1:Deployment",
      "istio-system/istiod",
      {
        spec: {
          replicas: istiod.replicas ?? 1,
          template: { spec: { containers: [container], ...istiod.pod } },
        },
      },
      { labels: { app: "istiod", "istio.io/rev": "default" } },
    ),
    object(cluster, "core/v1:ConfigMap", "istio-system/istio", {
      data: { mesh: istiod.meshConfig ?? "trustDomain: cluster.local\n" },
    }),
    object(cluster, "core/v1:ConfigMap", "istio-system/istio-sidecar-injector", {
      data: {
        values: JSON.stringify({
          global: {
            hub: "docker.io/istio",
            tag: "1.22.8",
            meshID: "mesh",
            multiCluster: { clusterName: cluster },
            network: "net",
            ...istiod.global,
          },
          ...istiod.injector,
        }),
      },
    }),
  ];
}
