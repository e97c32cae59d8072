import * as k8s from "@kubernetes/client-node";
import type { TestCluster } from "./clusters";

const istio = /istio/;
/** Everything of Istio's that is on a cluster, but for the definitions of its kinds, which keep users' objects. */
export async function leftIn(cluster: TestCluster): Promise<string[]> {
  const { core } = cluster;
  const rbac = cluster.api(k8s.RbacAuthorizationV1Api);
  const webhooks = cluster.api(k8s.AdmissionregistrationV1Api);
  const named = [
    core.listNamespace(),
    rbac.listClusterRole(),
    rbac.listClusterRoleBinding(),
    webhooks.listMutatingWebhookConfiguration(),
    webhooks.listValidatingWebhookConfiguration(),
    core.listSecretForAllNamespaces(),
    core.listServiceAccountForAllNamespaces(),
    core.listServiceForAllNamespaces(),
    core.listPodForAllNamespaces(),
    core.listConfigMapForAllNamespaces(),
    cluster.api(k8s.AppsV1Api).listDeploymentForAllNamespaces(),
  ];
  const found = (await Promise.all(named)).flatMap((list) =>
    list.items.map((one) => `${one.metadata?.namespace ?? ""}/${one.metadata?.name ?? ""}`),
  );
  const custom = await Promise.all(
    (await istioKinds(cluster)).map((kind) => listCustom(cluster, kind)),
  );
  const terminating = (await core.listNamespace()).items
    .filter((one) => one.metadata?.deletionTimestamp)
    .map((one) => `terminating ${one.metadata?.name ?? ""}`);
  const objects = found.filter((name) => istio.test(name));
  return [...objects, ...custom.flat(), ...terminating];
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

async function istioKinds(cluster: TestCluster): Promise<Kind[]> {
  const definitions = await cluster.api(k8s.ApiextensionsV1Api).listCustomResourceDefinition();
  return definitions.items
    .filter(({ spec }) => spec.group.endsWith("istio.io"))
    .map(({ spec }) => ({
      group: spec.group,
      version: spec.versions[0]?.name ?? "",
      plural: spec.names.plural,
    }));
}

async function listCustom(cluster: TestCluster, kind: Kind): Promise<string[]> {
  const objects = cluster.api(k8s.CustomObjectsApi);
  const list = (await objects.listClusterCustomObject({ ...kind })) as {
    items: { metadata: { name: string } }[];
  };
  return list.items.map((one) => `${kind.plural}/${one.metadata.name}`);
}
