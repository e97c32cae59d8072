import { type ControlPlane, ofCharts, ofOperator } from "./control-plane";
import { type Decided, decided } from "../decided";
import type { KubernetesObject } from "./resource";
import type { Stack } from "./stack";
import { at, listAt, textAt } from "../values";

/** Who a cluster is to Istio, as its control plane has it, or, in a remote, what leads to that. */
export interface Identity {
  readonly cluster: string;
  readonly object: KubernetesObject;
  /** Name by which istiods know the cluster. */
  readonly name: string;
  /** Istio's network of its pods; empty if it has no name. */
  readonly network: string;
}

/** What the charts of Istio call a cluster without a name. */
const unnamed = "Kubernetes";

/** All that says who clusters are; a cluster may have several. */
export function identitiesOf(stack: Stack): Decided<KubernetesObject, Identity> {
  const telling = stack.of(
    "install.istio.io/IstioOperator",
    "apps/Deployment",
    "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  );
  return decided(telling, (one) => {
    const plane = ofOperator(one) ?? ofCharts(one, stack.objects);
    return plane === undefined ? ofRemote(one) : ofPlane(plane);
  });
}

/** Istio's mesh ID of a control plane; the trust domain stands in for it. */
export function meshIdOf(plane: ControlPlane): string {
  return textOr(plane.global, trustDomainOf(plane), "meshID");
}

/** Root of the identities that a control plane gives. */
export function trustDomainOf({ meshConfig }: ControlPlane): string {
  return textOr(meshConfig, "cluster.local", "trustDomain");
}

function ofPlane({ cluster, object, global }: ControlPlane): Identity {
  return { cluster, object, ...namesIn(global) };
}

/** The operator is told of a remote; Istio's charts give its webhook a path that tells istiod whose pods they are. */
function ofRemote(object: KubernetesObject): Identity[] {
  const { groupKind, cluster, props } = object;
  if (groupKind === "install.istio.io/IstioOperator") {
    return [{ cluster, object, ...namesIn(at(props, "spec", "values", "global")) }];
  }
  const paths = listAt(props, "webhooks").map((webhook) => {
    const client = at(webhook, "clientConfig");
    return textAt(client, "service", "path") ?? textAt(client, "url") ?? "";
  });
  return paths.slice(0, 1).flatMap((path) => {
    const [, name, network] = /\/inject\/cluster\/([^/]+)\/net\/([^/]+)$/.exec(path) ?? [];
    return name === undefined || network === undefined ? [] : [{ cluster, object, name, network }];
  });
}

function namesIn(global: unknown): Pick<Identity, "name" | "network"> {
  return {
    name: textOr(global, unnamed, "multiCluster", "clusterName"),
    network: textOr(global, "", "network"),
  };
}

/** The text at a path; Istio's charts take an empty one for none. */
function textOr(value: unknown, otherwise: string, ...path: readonly string[]): string {
  const text = textAt(value, ...path);
  return text === undefined || text === "" ? otherwise : text;
}
