import { istioPorts } from "../../stacks/istio-ports";
import { defaultRevision } from "../../stacks/control-planes/schema";
import type { GatewayPlan, InjectorPlan } from "../../stacks/mesh-plan";
import {
  eastWestGatewayName,
  eastWestGatewaySelector,
  networkLabel,
  multiRootAnnotation,
  revisionAnnotation,
  rootAnnotation,
  tuningAnnotation,
  versionAnnotation,
} from "../names";

/** What a gateway's objects are made from. */
export interface EastWestGatewaySettings {
  readonly network: string;
  /** The istiod that fills in the gateway's pods. */
  readonly injector: InjectorPlan;
  /** Name of the mesh's root; undefined if the stack does not know it. */
  readonly root: string | undefined;
  /** Whether the injector tells proxies to take up a change of roots while they run. */
  readonly multiRoot: boolean;
  readonly gateway: GatewayPlan;
}

/** Labels of the gateway's objects and pods; the network label is what peers' istiods look for. */
export function gatewayLabels(network: string): Record<string, string> {
  return { app: eastWestGatewayName, ...eastWestGatewaySelector, [networkLabel]: network };
}

/**
 * The Deployment's spec: a pod that istiod's webhook fills in by its `gateway` template.
 * Source: https://istio.io/latest/docs/setup/additional-setup/gateway/ and, for the environment,
 * https://github.com/istio/istio/blob/master/samples/multicluster/gen-eastwest-gateway.sh
 */
export function buildGatewayDeployment({
  network,
  injector,
  multiRoot,
  root,
}: EastWestGatewaySettings) {
  // What the injector fills in changes with them: the pods have to follow.
  const injected = {
    [versionAnnotation]: injector.version,
    ...(injector.tuning === undefined ? {} : { [tuningAnnotation]: injector.tuning }),
    ...(injector.revision === defaultRevision ? {} : { [revisionAnnotation]: injector.revision }),
    ...(root === undefined ? {} : { [rootAnnotation]: root }),
    ...(multiRoot ? { [multiRootAnnotation]: "true" } : {}),
  };
  return {
    // The number of pods is the autoscaler's.
    selector: { matchLabels: { ...eastWestGatewaySelector } },
    template: {
      metadata: {
        labels: { ...gatewayLabels(network), "sidecar.istio.io/inject": "true" },
        annotations: { "inject.istio.io/templates": "gateway", ...injected },
      },
      spec: {
        serviceAccountName: eastWestGatewayName,
        securityContext: {
          sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
        },
        containers: [
          {
            name: "istio-proxy",
            image: "auto",
            ports: [
              { name: "http-envoy-prom", containerPort: 15090, protocol: "TCP" },
              // All that there can be, though they open nothing: the first remote must not restart the gateway.
              ...Object.values(istioPorts).map((containerPort) => ({
                containerPort,
                protocol: "TCP",
              })),
            ],
            env: [{ name: "ISTIO_META_REQUESTED_NETWORK_VIEW", value: network }],
            securityContext: {
              capabilities: { drop: ["ALL"] },
              allowPrivilegeEscalation: false,
              privileged: false,
              readOnlyRootFilesystem: true,
              runAsUser: 1337,
              runAsGroup: 1337,
              runAsNonRoot: true,
            },
            resources: {
              requests: { cpu: "100m", memory: "128Mi" },
              limits: { cpu: "2", memory: "1Gi" },
            },
          },
        ],
      },
    },
  };
}

/** The Service's spec; its load balancer is where other networks' traffic arrives. */
export function buildGatewayService({ gateway: { config, ports } }: EastWestGatewaySettings) {
  return {
    type: "LoadBalancer",
    selector: { ...eastWestGatewaySelector },
    ports: ports.map((port) => ({ ...port, protocol: "TCP" })),
    ...(config.sourceRanges.length > 0 ? { loadBalancerSourceRanges: config.sourceRanges } : {}),
  };
}

export function buildGatewayAutoscaler({ gateway: { config } }: EastWestGatewaySettings) {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: eastWestGatewayName },
    minReplicas: config.minReplicas,
    maxReplicas: config.maxReplicas,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
      },
    ],
  };
}

/** Reads certificates that Gateway resources name, as Istio's own gateway chart allows it. */
export const gatewayRules = [
  { apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] },
];
