import { readKubeconfig } from "../../stacks/kubeconfig";
import { asObject, type Resource } from "../seen/resource";
import type { ResourceRule, Subject } from "../rule";
import { at, shown, textAt, textsAt } from "../values";

const providerType = "pulumi:providers:kubernetes";
const inputs = "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/#inputs";

/** A check of providers of Kubernetes. */
function ofProviders(check: ResourceRule["check"]): ResourceRule["check"] {
  return (resource, settings) => (resource.type === providerType ? check(resource, settings) : []);
}

/** The SDK for Node.js sends them as JSON. */
function isOn({ props }: Resource, input: string): boolean {
  return [true, "true"].includes(at(props, input) as string | boolean);
}

const explicitProvider: ResourceRule = {
  name: "explicit-kubernetes-provider",
  description: "Every Kubernetes resource has a provider of its own choice",
  why: "The default provider takes the context that the kubeconfig of whoever runs Pulumi has at that moment: objects land in any cluster.",
  remediation:
    "give it the provider of its cluster in its options, or that of its parent in providers; pulumi:disable-default-providers in Pulumi.yaml finds all",
  severity: "high",
  level: "mandatory",
  source:
    "https://www.pulumi.com/docs/iac/concepts/resources/providers/#disabling-default-providers",
  check: (resource) => {
    // Of charts and files only this one is a resource itself: the others are made of resources.
    const isKubernetes =
      asObject(resource) !== undefined || resource.type === "kubernetes:helm.sh/v3:Release";
    const name = resource.provider?.name;
    return isKubernetes && (name === undefined || /^default(_\d.*)?$/.test(name))
      ? [`its provider is ${shown(name)}, expected an explicit one`]
      : [];
  },
};

const clusterIdentifier: ResourceRule = {
  name: "provider-cluster-identifier",
  description: "Every Kubernetes provider has a clusterIdentifier",
  why: "Without it a new kubeconfig of the same cluster replaces the provider, and with it every object of the cluster.",
  remediation: "set clusterIdentifier of the provider to the cluster's name",
  severity: "critical",
  level: "mandatory",
  source: inputs,
  check: ofProviders(({ props }) =>
    textAt(props, "clusterIdentifier") ? [] : ["clusterIdentifier is not set, expected a name"],
  ),
};

const deleteUnreachable: ResourceRule = {
  name: "no-delete-unreachable",
  description: "No Kubernetes provider forgets the objects of a cluster that it cannot reach",
  why: "A cluster that is away for a moment drops out of the state, and what is in it is nobody's any more.",
  remediation: "take deleteUnreachable, or PULUMI_K8S_DELETE_UNREACHABLE, away",
  severity: "critical",
  level: "mandatory",
  source: inputs,
  check: ofProviders((provider) =>
    isOn(provider, "deleteUnreachable") ? ["deleteUnreachable is true, expected false"] : [],
  ),
};

const skipUpdateUnreachable: ResourceRule = {
  name: "no-skip-update-unreachable",
  description: "No Kubernetes provider passes over a cluster that it cannot reach",
  why: "What was passed over looks like done. A cluster in maintenance is meant to be so, and should not stay so.",
  remediation:
    "take clusters[].maintenance away when the cluster is back; else skipUpdateUnreachable, or PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
  severity: "medium",
  level: "advisory",
  source: inputs,
  check: ofProviders((provider) =>
    isOn(provider, "skipUpdateUnreachable")
      ? ["skipUpdateUnreachable is true, expected false"]
      : [],
  ),
};

const safeKubeconfig: ResourceRule = {
  name: "safe-kubeconfig",
  description:
    "The kubeconfig of every Kubernetes provider has all in itself and checks the API server's certificate",
  why: "One that runs a program or reads a file does so wherever Pulumi runs, as whoever runs it; one that checks no certificate sends its credentials to anyone.",
  remediation:
    "change the kubeconfig, or name the programs that it may run in the setting allowExec, as clusters[].kubeconfig.allowExec has them",
  severity: "high",
  level: "advisory",
  source: "https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/",
  settings: {
    allowExec: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Commands that a kubeconfig may run to sign in, such as aws.",
    },
  },
  check: ofProviders(({ props }, settings) => {
    const kubeconfig = textAt(props, "kubeconfig");
    const read =
      kubeconfig &&
      readKubeconfig(kubeconfig, {
        context: textAt(props, "context"),
        allowExec: textsAt(settings, "allowExec"),
      });
    return read && "problem" in read ? [`kubeconfig ${read.problem}`] : [];
  }),
};

export const providers: Subject = {
  title: "Providers",
  rules: [
    explicitProvider,
    clusterIdentifier,
    deleteUnreachable,
    skipUpdateUnreachable,
    safeKubeconfig,
  ],
};
