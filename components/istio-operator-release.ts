import * as fs from "node:fs";
import * as path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { MeshCluster } from "./mesh-cluster";
import { operatorNamespace } from "./names";
import { ownedByStack } from "./ownership";
import { type DockerConfigs, PullSecrets } from "./pull-secrets";

export interface IstioOperatorReleaseArgs {
  /** Cluster that gets the operator. */
  readonly cluster: MeshCluster;
  /** Registry and path of Istio's images. */
  readonly hub: string;
  /** Istio version; an operator installs no other than its own. */
  readonly version: string;
  /** Secrets by which its image is pulled: their names, and what those that the stack makes are made from. */
  readonly pulling: { readonly names: readonly string[]; readonly configs: DockerConfigs };
  /** How long it may take to be ready. */
  readonly timeoutSeconds: number;
}

/** The in-cluster operator, from our own chart: Istio never published one. */
export class IstioOperatorRelease extends pulumi.ComponentResource {
  /** The operator, ready. */
  readonly chart: k8s.helm.v4.Chart;

  constructor(
    name: string,
    args: IstioOperatorReleaseArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("istio-mesh:index:IstioOperatorRelease", name, {}, opts);
    const { provider, renderer } = args.cluster;
    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: operatorNamespace, annotations: ownedByStack } },
      { parent: this, provider },
    );
    const { names, configs } = args.pulling;
    const pullSecrets =
      configs.size === 0
        ? []
        : new PullSecrets(
            `${name}-pull-secrets`,
            { cluster: args.cluster, namespace: operatorNamespace, after: namespace, configs },
            { parent: this },
          ).made;
    const definition = new k8s.apiextensions.v1.CustomResourceDefinition(
      `${name}-definition`,
      readDefinition(),
      // As with Helm it stays: deleting it would delete every IstioOperator, also those that are not ours.
      { parent: this, provider, retainOnDelete: true },
    );
    this.chart = new k8s.helm.v4.Chart(
      name,
      {
        name: "istio-operator",
        chart: "./charts/istio-operator",
        namespace: namespace.metadata.name,
        skipCrds: true,
        values: {
          hub: args.hub,
          tag: args.version,
          ...(names.length > 0 ? { imagePullSecrets: names } : {}),
          waitForResourcesTimeout: `${args.timeoutSeconds}s`,
          commonAnnotations: {
            ...ownedByStack,
            // A chart's objects take no timeout from the chart's options.
            "pulumi.com/timeoutSeconds": String(args.timeoutSeconds),
          },
        },
      },
      // It watches istio-system from its first moment on.
      {
        parent: this,
        provider: renderer,
        dependsOn: [definition, args.cluster.namespace, ...pullSecrets],
        // Rendered elsewhere, its objects are this cluster's all the same.
        ...(renderer === provider ? {} : { transforms: [madeBy(provider)] }),
      },
    );
    this.registerOutputs({});
  }
}

function madeBy(provider: k8s.Provider): pulumi.ResourceTransform {
  return ({ custom, props, opts }) => (custom ? { props, opts: { ...opts, provider } } : undefined);
}

function readDefinition(): k8s.apiextensions.v1.CustomResourceDefinitionArgs {
  const file = path.resolve("charts", "istio-operator", "crds", "istiooperators.yaml");
  return parse(fs.readFileSync(file, "utf8")) as k8s.apiextensions.v1.CustomResourceDefinitionArgs;
}
