import { ApiextensionsV1Api, CustomObjectsApi, type V1Pod } from "@kubernetes/client-node";
import { type Kube, orNone, statusCode } from "../kube";

const group = "kwok.x-k8s.io";
const version = "v1alpha1";
const plural = "portforwards";

/**
 * Makes `kubectl port-forward`, and with it istioctl, reach the processes: kwok, which is the kubelet that the API
 * server knows, forwards a pod's ports to where a PortForward object says.
 * Source: https://kwok.sigs.k8s.io/docs/user/port-forward-configuration/
 */
export class PortForwards {
  private readonly objects: CustomObjectsApi;

  constructor(private readonly kube: Kube) {
    this.objects = kube.config.makeApiClient(CustomObjectsApi);
  }

  /** Defines the kind; kwok does not start without it. */
  async define(): Promise<void> {
    const api = this.kube.config.makeApiClient(ApiextensionsV1Api);
    const body = {
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: "Namespaced",
        names: { kind: "PortForward", plural, singular: "portforward" },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true },
            },
          },
        ],
      },
    };
    await orExists(api.createCustomResourceDefinition({ body }));
  }

  /** Whether objects of the kind can be made. */
  async isDefined(): Promise<boolean> {
    await this.objects.listClusterCustomObject({ group, version, plural });
    return true;
  }

  async add(pod: V1Pod, address: string, ports: readonly number[]): Promise<void> {
    const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
    const forwards = ports.map((port) => ({ ports: [port], target: { address, port } }));
    const body = {
      apiVersion: `${group}/${version}`,
      kind: "PortForward",
      metadata: {
        name,
        // Goes with the pod.
        ownerReferences: [{ apiVersion: "v1", kind: "Pod", name, uid }],
      },
      spec: { forwards },
    };
    await orNone(
      this.objects.deleteNamespacedCustomObject({ group, version, plural, namespace, name }),
    );
    await this.objects.createNamespacedCustomObject({ group, version, plural, namespace, body });
  }
}

async function orExists(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (statusCode(error) !== 409) {
      throw error;
    }
  }
}
