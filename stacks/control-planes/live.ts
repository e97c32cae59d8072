import { proxyContainer } from "../istio-names";
import { imageVersion } from "../versions/image-version";
import { defaultRevision } from "./schema";

/** An istiod that a cluster has. */
export interface LiveIstiod {
  readonly revision: string;
  /** Tag of its image. */
  readonly version: string;
  /** Who installed it, as far as its labels tell; undefined if they do not. */
  readonly installer: "operator" | "helm" | undefined;
}

/** A pod whose proxy a control plane has put in. */
export interface LiveProxy {
  readonly revision: string;
  /** `namespace/pod`. */
  readonly pod: string;
  /** Tag of its image; undefined if it was not asked for. */
  readonly version?: string;
}

/** What a cluster has for control planes. */
export interface LiveControlPlanes {
  readonly cluster: string;
  readonly istiods: readonly LiveIstiod[];
  /** Revisions of another cluster's istiods to which its webhooks lead. */
  readonly ledTo: readonly string[];
  /** Revisions that can inject here: those of its istiods, on a remote those to which its webhooks lead. */
  readonly serving: readonly string[];
  /** Who serves its proxies: its own istiods, on a remote those of its primary, if that was asked. */
  readonly servedBy: readonly LiveIstiod[];
  /** Release that has made the reader's account: it shows by which charts a cluster is part of the mesh. */
  readonly readerOf: string | undefined;
  /** Of those control planes alone about which it was asked. */
  readonly proxies: readonly LiveProxy[];
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
}

/** A list of Deployments, as far as it matters here. */
export interface DeploymentList {
  readonly items?: readonly {
    readonly metadata?: Metadata;
    readonly spec?: {
      readonly template?: {
        readonly spec?: { readonly containers?: readonly { image?: string }[] };
      };
    };
  }[];
}

/** An object of which the labels are enough. */
export interface LabelledObject {
  readonly metadata?: Metadata;
}

/** A list of objects, of which the metadata are enough. */
export interface MetadataList {
  readonly items?: readonly LabelledObject[];
}

interface Container {
  readonly name?: string;
  readonly image?: string;
}

/** A list of pods; without `spec` where only the metadata were asked for. */
export interface PodList {
  readonly items?: readonly {
    readonly metadata?: Metadata;
    readonly spec?: {
      readonly containers?: readonly Container[];
      readonly initContainers?: readonly Container[];
    };
  }[];
}

/** Annotation of an istiod, or a remote's webhook, that a stack has awaited, ours: components/istiod-rollout.ts */
const awaited = "istio-mesh/plan";

/** Reads the Deployments of the mesh's istiods; somebody else's goes its own ways. */
export function readIstiods({ items = [] }: DeploymentList): LiveIstiod[] {
  const ours = items.filter(({ metadata }) => metadata?.annotations?.[awaited] !== undefined);
  return ours.map(({ metadata, spec }) => {
    const labels = metadata?.labels ?? {};
    const image = spec?.template?.spec?.containers?.[0]?.image ?? "";
    // Istio's charts say "unknown" of an owner that is no IstioOperator.
    const owner = labels["install.operator.istio.io/owning-resource"];
    return {
      revision: labels["istio.io/rev"] ?? defaultRevision,
      version: imageVersion(image),
      installer: owner === undefined ? undefined : owner === "unknown" ? "helm" : "operator",
    };
  });
}

/** Reads to which control planes of its primary a remote's webhooks lead; the tags' are none of these. */
export function readWebhooks({ items = [] }: MetadataList): string[] {
  return items.flatMap(({ metadata: { labels = {}, annotations = {} } = {} }) =>
    annotations[awaited] === undefined || labels["istio.io/tag"] !== undefined
      ? []
      : [labels["istio.io/rev"] ?? defaultRevision],
  );
}

/** Reads who has a proxy of whom; pods that are about to go have none. */
export function readProxies({ items = [] }: PodList): LiveProxy[] {
  return items.flatMap(({ metadata = {}, spec = {} }) => {
    const { name = "", namespace = "", annotations = {}, deletionTimestamp } = metadata;
    const revision = injectedBy(annotations["sidecar.istio.io/status"]);
    if (revision === undefined || deletionTimestamp !== undefined) {
      return [];
    }
    // A native sidecar is an init container.
    const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
    const image = containers.find((one) => one.name === proxyContainer)?.image;
    return [
      {
        revision,
        pod: `${namespace}/${name}`,
        ...(image === undefined ? {} : { version: imageVersion(image) }),
      },
    ];
  });
}

/**
 * Whose injector wrote the status that all of them leave in a pod; before 1.18 there is no other trace of it.
 * Source: https://github.com/istio/istio/blob/1.16.0/pkg/kube/inject/inject.go (SidecarInjectionStatus)
 */
function injectedBy(status: string | undefined): string | undefined {
  if (status === undefined) {
    return undefined;
  }
  try {
    const { revision } = JSON.parse(status) as { readonly revision?: unknown };
    return typeof revision === "string" && revision !== "" ? revision : defaultRevision;
  } catch {
    // Somebody else's, or from before there were revisions.
    return defaultRevision;
  }
}
