import * as k8s from "@kubernetes/client-node";
import { revisioned } from "../../../components/names";
import { orNone } from "../../../sandbox/kube";
import { defaultRevision } from "../../../stacks/control-planes/schema";
import { imageTag } from "../../../stacks/versions/image-version";
import type { TestCluster } from "./clusters";

/**
 * What has to outlive a change of installer or of control plane: UIDs and addresses, by what they are of. A remote has no
 * istiod, nor what is for it alone.
 * @param revision of the control plane whose istiod it is
 */
export async function identities(
  cluster: TestCluster,
  revision = defaultRevision,
): Promise<Record<string, string>> {
  const { core } = cluster;
  const istiod = revisioned("istiod", revision);
  const namespace = "istio-system";
  const definitions = await cluster.api(k8s.ApiextensionsV1Api).listCustomResourceDefinition();
  const apps = cluster.api(k8s.AppsV1Api);
  const token = "istio-reader-service-account-istio-remote-secret-token";
  const objects: readonly (k8s.KubernetesObject | undefined)[] = [
    await core.readNamespace({ name: namespace }),
    await core.readNamespacedService({ name: istiod, namespace }),
    await core.readNamespacedService({ name: "istio-eastwestgateway", namespace }),
    await orNone(core.readNamespacedSecret({ name: "cacerts", namespace })),
    await core.readNamespacedSecret({ name: token, namespace }),
    await orNone(apps.readNamespacedDeployment({ name: istiod, namespace })),
    ...definitions.items.filter(({ spec }) => spec.group.endsWith("istio.io")),
    ...(await userObjects(cluster)),
  ];
  const service = await core.readNamespacedService({ name: istiod, namespace });
  const { items: services } = await core.listServiceForAllNamespaces();
  const balanced = services.filter((one) => one.spec?.type === "LoadBalancer");
  return {
    ...Object.fromEntries(
      objects.flatMap((one, at) =>
        one?.metadata?.uid === undefined
          ? []
          : [[`${one.kind ?? at} ${one.metadata.name ?? ""}`, one.metadata.uid] as const],
      ),
    ),
    "address of istiod": service.spec?.clusterIP ?? "",
    ...Object.fromEntries(
      balanced.map(({ metadata, status }) => [
        `address of ${metadata?.name ?? ""}`,
        status?.loadBalancer?.ingress?.[0]?.ip ?? "",
      ]),
    ),
  };
}

/** A user's objects of Istio's kinds, each named alike. */
const user = "shop";
const userSpecs = [
  {
    group: "networking.istio.io",
    kind: "Gateway",
    plural: "gateways",
    spec: {
      selector: { app: user },
      servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["shop.example"] }],
    },
  },
  {
    group: "networking.istio.io",
    kind: "VirtualService",
    plural: "virtualservices",
    spec: {
      hosts: ["shop.example"],
      http: [{ route: [{ destination: { host: "shop.example" } }] }],
    },
  },
  {
    group: "security.istio.io",
    kind: "AuthorizationPolicy",
    plural: "authorizationpolicies",
    spec: { selector: { matchLabels: { app: user } }, rules: [{}] },
  },
] as const;

/** As they are left when the mesh is gone. */
export const userObjectNames = userSpecs.map(({ plural }) => `${plural}/${user}`).sort();

/** Makes objects of Istio's kinds as users do. */
export async function makeUserObjects(cluster: TestCluster): Promise<void> {
  const version = "v1beta1";
  const namespace = "default";
  for (const { group, kind, plural, spec } of userSpecs) {
    await cluster.api(k8s.CustomObjectsApi).createNamespacedCustomObject({
      group,
      version,
      namespace,
      plural,
      body: { apiVersion: `${group}/${version}`, kind, metadata: { name: user }, spec },
    });
  }
}

/** Istio's objects that users have made. */
async function userObjects(cluster: TestCluster): Promise<k8s.KubernetesObject[]> {
  const objects = cluster.api(k8s.CustomObjectsApi);
  const lists = userSpecs.map(({ group, plural }) =>
    orNone<unknown>(objects.listClusterCustomObject({ group, version: "v1beta1", plural })),
  );
  return (await Promise.all(lists)).flatMap(
    (list) => (list as { items: k8s.KubernetesObject[] } | undefined)?.items ?? [],
  );
}

/** Revision of the control plane that has put in the proxy of each pod of a workload. */
export async function injectedBy(
  { core }: TestCluster,
  namespace: string,
  labelSelector: string,
): Promise<string[]> {
  return (await podsOf(core, namespace, labelSelector)).map(({ metadata }) => revisionOf(metadata));
}

/** Version of the proxy of each pod of a workload: the tag of its image. */
export async function proxyVersions(
  { core }: TestCluster,
  namespace: string,
  labelSelector: string,
): Promise<string[]> {
  return (await podsOf(core, namespace, labelSelector)).map(({ spec }) => {
    const proxy = spec?.containers.find((one) => one.name === "istio-proxy");
    return imageTag(proxy?.image ?? "");
  });
}

async function podsOf(
  core: k8s.CoreV1Api,
  namespace: string,
  labelSelector: string,
): Promise<k8s.V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector });
  return items.filter((one) => one.metadata?.deletionTimestamp === undefined);
}

/** Revision of the control plane that has put a proxy into a pod. */
function revisionOf(pod: k8s.V1ObjectMeta | undefined): string {
  const status = pod?.annotations?.["sidecar.istio.io/status"] ?? '{"revision":"none"}';
  return (JSON.parse(status) as { readonly revision: string }).revision;
}

/** Revision of the control plane that a new pod of a namespace would have its proxy from; none is made. */
export async function wouldBeInjectedBy(
  { core }: TestCluster,
  namespace: string,
): Promise<string | undefined> {
  const containers = [{ name: "app", image: "app" }];
  const { metadata } = await core.createNamespacedPod({
    namespace,
    dryRun: "All",
    body: { metadata: { name: "asked" }, spec: { containers } },
  });
  return revisionOf(metadata);
}

/** Replaces the pods of a Deployment, and returns when all are new and ready. */
export async function restart(
  cluster: TestCluster,
  namespace: string,
  name: string,
): Promise<void> {
  const apps = cluster.api(k8s.AppsV1Api);
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  await apps.patchNamespacedDeployment(
    { name, namespace, body: { spec: { template: { metadata: { annotations } } } } },
    k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch),
  );
  for (let tries = 0; tries < 300; tries += 1) {
    const { metadata, spec, status } = await apps.readNamespacedDeployment({ name, namespace });
    const wanted = spec?.replicas ?? 1;
    if (
      status?.observedGeneration === metadata?.generation &&
      status?.updatedReplicas === wanted &&
      status.replicas === wanted &&
      status.readyReplicas === wanted
    ) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${cluster.name}: ${namespace}/${name} has not been replaced within a minute`);
}
