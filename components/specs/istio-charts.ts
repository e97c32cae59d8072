import { type ChartName, defaultRevision } from "../../stacks/control-planes/schema";
import { injectorWebhookName, readerServiceAccount, revisioned } from "../names";
import { ownedByNoOperator, ownedByStack } from "../ownership";
import { type JsonObject, without } from "../../stacks/tuning/json";
import type { ControlPlaneSpec } from "./istio-values";
import { deactivated } from "./revision-tag";

/** A spec as Istio's charts take it: https://istio.io/latest/docs/setup/install/helm/ */
export function buildChartValues({ hub, tag, revision, meshConfig, values }: ControlPlaneSpec) {
  return {
    ...values,
    global: { configValidation: true, ...(values["global"] as JsonObject), hub, tag },
    revision: revision === defaultRevision ? "" : revision,
    ...(meshConfig ? { meshConfig } : {}),
  };
}

/**
 * The same for a chart of a remote. The charts that primaries have, too, are told by a profile:
 * https://istio.io/latest/docs/setup/install/multicluster/primary-remote_multi-network/
 */
export function buildRemoteChartValues(chart: ChartName, spec: ControlPlaneSpec) {
  return {
    ...buildChartValues(spec),
    ...(chart === "istiod-remote" ? {} : { profile: "remote" }),
    // Or it makes a webhook that checks Istio's config by an istiod that is not there.
    ...(chart === "base" ? { defaultRevision: "" } : {}),
  };
}

/** The values of the chart base. @param inForce revision that checks Istio's config */
export function buildBaseValues(inForce: string) {
  return { defaultRevision: inForce };
}

/** An object of a chart, as the chart renders it. */
export interface ChartObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly webhooks?: readonly Readonly<Record<string, unknown>>[];
  readonly spec?: DeploymentSpec;
}

type DeploymentSpec = {
  readonly template: { readonly spec: PodSpec } & Readonly<Record<string, unknown>>;
} & Readonly<Record<string, unknown>>;

interface PodSpec extends Readonly<Record<string, unknown>> {
  readonly containers: readonly ({ readonly volumeMounts?: readonly object[] } & Readonly<
    Record<string, unknown>
  >)[];
  readonly volumes?: readonly object[];
}

export interface Adaptation {
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
  /** Name of the release without the revision. */
  readonly release: string;
}

/** Kinds of which the plugin's own wait lets 10 s pass to see them settle; nothing here needs it. */
const unawaited = ["Service"];

/**
 * An object of Istio's charts as the stack makes it:
 * - it is the stack's, also where the operator or another tool had a hand in it;
 * - its owner is none of the operator's, which otherwise deletes it when its IstioOperator goes;
 * - istiod starts when its ConfigMaps are there: one that starts without that of the injector injects nothing until it is
 *   restarted (pilot/pkg/bootstrap/sidecarinjector.go of Istio), and Pulumi, unlike Helm, makes all objects at once;
 * - what istiod writes by itself is left out, or it would be drift: the policy of the validating webhooks is Ignore until
 *   istiod is ready, then Fail (pkg/webhooks/validation/controller of Istio);
 * - the injector of the default control plane is off, as the operator has it: the tag `default` does its work, and can
 *   stand for another revision;
 * - the reader's account is the same whichever of a remote's releases has made it.
 */
export function adaptChartObject(
  object: ChartObject,
  { timeoutSeconds, release }: Adaptation,
): ChartObject {
  const { kind, metadata, webhooks } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: {
        ...metadata.labels,
        ...ownedByNoOperator,
        ...(isReaderAccount(object) ? { release } : {}),
      },
      annotations: {
        ...metadata.annotations,
        ...ownedByStack,
        // A chart's objects take no timeout from the chart's options. The condition that a patch has left on the live object,
        // for a plan before this one, would be waited for otherwise.
        ...(kind === "Deployment"
          ? { "pulumi.com/timeoutSeconds": String(timeoutSeconds), "pulumi.com/waitFor": "" }
          : {}),
        ...(unawaited.includes(kind) ? { "pulumi.com/skipAwait": "true" } : {}),
      },
    },
    ...(object.spec && kind === "Deployment"
      ? { spec: startingLast(object.spec, metadata.labels?.["istio.io/rev"] ?? defaultRevision) }
      : {}),
    ...(webhooks && kind === "ValidatingWebhookConfiguration"
      ? { webhooks: webhooks.map((one) => without(one, ["failurePolicy"])) }
      : {}),
    ...(webhooks && isDefaultInjector(object)
      ? {
          webhooks: webhooks.map((one) => ({
            ...one,
            ...deactivated,
          })),
        }
      : {}),
  };
}

/** Secrets by which a chart with these values lets images be pulled. */
export function pullSecretsOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const global = values["global"] as { readonly imagePullSecrets?: readonly string[] } | undefined;
  return global?.imagePullSecrets ?? [];
}

/**
 * A Deployment whose pods name their pull secrets. Istio's charts give them to the ServiceAccount only, and a pod that is made
 * before that is changed goes without: Pulumi, unlike Helm, changes both at once.
 */
export function pulledWith(spec: DeploymentSpec, pullSecrets: readonly string[]): DeploymentSpec {
  if (pullSecrets.length === 0) {
    return spec;
  }
  const imagePullSecrets = pullSecrets.map((name) => ({ name }));
  const { template } = spec;
  return { ...spec, template: { ...template, spec: { ...template.spec, imagePullSecrets } } };
}

/** A Deployment of istiod whose pods need its ConfigMaps to start. */
function startingLast(spec: DeploymentSpec, revision: string): DeploymentSpec {
  const name = "istio-mesh-needed";
  const pod = spec.template.spec;
  const needed = ["istio", "istio-sidecar-injector"].map((map) => ({
    configMap: { name: revisioned(map, revision) },
  }));
  return {
    ...spec,
    template: {
      ...spec.template,
      spec: {
        ...pod,
        // A volume that no container mounts is not waited for.
        containers: pod.containers.map((container) => ({
          ...container,
          volumeMounts: [
            ...(container.volumeMounts ?? []),
            { name, mountPath: "/var/lib/istio-mesh/needed", readOnly: true },
          ],
        })),
        volumes: [...(pod.volumes ?? []), { name, projected: { sources: needed } }],
      },
    },
  };
}

/** What all charts of a remote have in common, and what the token of a cluster is for. */
export function isReaderAccount({ kind, metadata }: ChartObject): boolean {
  return kind === "ServiceAccount" && metadata.name === readerServiceAccount;
}

function isDefaultInjector({ kind, metadata }: ChartObject): boolean {
  return kind === "MutatingWebhookConfiguration" && metadata.name === injectorWebhookName;
}
