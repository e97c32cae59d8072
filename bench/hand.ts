import * as k8s from "@kubernetes/client-node";
import { parse, stringify } from "yaml";
import type { Checkout } from "../test/integration/support/checkout";

const namespace = "istio-system";

/**
 * Istio's documented steps for primaries on different networks, one cluster after the other, with the real istioctl:
 * https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ (without the work on
 * certificates, which would be openssl's, make's and the reader's).
 */
export async function installByHand(
  checkout: Checkout,
  istioctl: string,
  clusters: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, network] of Object.entries(clusters)) {
    const config = connect(checkout, name);
    await config.makeApiClient(k8s.CoreV1Api).createNamespace({
      body: { metadata: { name: namespace, labels: { "topology.istio.io/network": network } } },
    });
    const install = async (file: string, spec: object) => {
      checkout.write(
        file,
        stringify({ apiVersion: "install.istio.io/v1alpha1", kind: "IstioOperator", ...spec }),
      );
      const args = ["install", "-y", "-f", file, "--kubeconfig", checkout.kubeconfig(name)];
      await checkout.succeed(istioctl, args);
    };
    await install("control-plane.yaml", controlPlane(name, network));
    await install("gateway.yaml", gateway(network));
    await config.makeApiClient(k8s.CustomObjectsApi).createNamespacedCustomObject({
      group: "networking.istio.io",
      version: "v1beta1",
      namespace,
      plural: "gateways",
      body: exposure,
    });
  }
  for (const from of Object.keys(clusters)) {
    const args = [
      "create-remote-secret",
      "--name",
      from,
      "--kubeconfig",
      checkout.kubeconfig(from),
    ];
    const text = await checkout.quietly(istioctl, args);
    const body = parse(text.split("\n---")[0] ?? "") as k8s.V1Secret;
    for (const into of Object.keys(clusters).filter((name) => name !== from)) {
      const core = connect(checkout, into).makeApiClient(k8s.CoreV1Api);
      await core.createNamespacedSecret({ namespace, body });
    }
  }
}

function connect(checkout: Checkout, cluster: string): k8s.KubeConfig {
  const config = new k8s.KubeConfig();
  config.loadFromFile(checkout.kubeconfig(cluster));
  return config;
}

const controlPlane = (clusterName: string, network: string) => ({
  spec: {
    profile: "minimal",
    values: { global: { meshID: "dev", multiCluster: { clusterName }, network } },
  },
});

/** What samples/multicluster/gen-eastwest-gateway.sh prints. */
const gateway = (network: string) => ({
  metadata: { name: "eastwest" },
  spec: {
    profile: "empty",
    components: {
      ingressGateways: [
        {
          name: "istio-eastwestgateway",
          label: {
            istio: "eastwestgateway",
            app: "istio-eastwestgateway",
            "topology.istio.io/network": network,
          },
          enabled: true,
          k8s: {
            env: [{ name: "ISTIO_META_REQUESTED_NETWORK_VIEW", value: network }],
            service: {
              ports: [
                { name: "status-port", port: 15021, targetPort: 15021 },
                { name: "tls", port: 15443, targetPort: 15443 },
              ],
            },
          },
        },
      ],
    },
    values: {
      gateways: { "istio-ingressgateway": { injectionTemplate: "gateway" } },
      global: { network },
    },
  },
});

const exposure = {
  apiVersion: "networking.istio.io/v1beta1",
  kind: "Gateway",
  metadata: { name: "cross-network-gateway" },
  spec: {
    selector: { istio: "eastwestgateway" },
    servers: [
      {
        port: { number: 15443, name: "tls", protocol: "TLS" },
        tls: { mode: "AUTO_PASSTHROUGH" },
        hosts: ["*.local"],
      },
    ],
  },
};
