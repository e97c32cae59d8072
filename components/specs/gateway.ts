import type { GatewayPlan, ServiceType } from "../../stacks/gateway-plan";
import {
  multiRootAnnotation,
  proxyContainer,
  revisionAnnotation,
  rootAnnotation,
  tuningAnnotation,
  versionAnnotation,
} from "../names";
import { defaultRevision } from "../../stacks/control-planes/schema";
import type { InjectorPlan } from "../../stacks/cluster-plan";
import { hardened, seccompProfile } from "./hardened";
import { buildPlacement } from "./pod-tuning";

/** What a gateway's objects are made from. */
export interface GatewaySettings {
  /** The istiod that fills in the gateway's pods. */
  readonly injector: InjectorPlan;
  /** Name of the mesh's root; undefined if the stack does not know it. */
  readonly root: string | undefined;
  /** Whether the injector tells proxies to take up a change of roots while they run. */
  readonly multiRoot: boolean;
  readonly gateway: GatewayPlan;
}

/** Labels of the gateway's objects and pods. */
export function gatewayLabels({ name, labels }: GatewayPlan): Record<string, string> {
  return { app: name, ...labels };
}

/**
 * The Deployment's spec: a pod that istiod's webhook fills in by its `gateway` template.
 * Source: https://istio.io/latest/docs/setup/additional-setup/gateway/ and, for the environment,
 * https://github.com/istio/istio/blob/master/samples/multicluster/gen-eastwest-gateway.sh
 */
export function buildGatewayDeployment({ injector, multiRoot, root, gateway }: GatewaySettings) {
  const { name, selector, networkView, podPorts, tuning } = gateway;
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
    selector: { matchLabels: { ...selector } },
    template: {
      metadata: {
        labels: { ...gatewayLabels(gateway), "sidecar.istio.io/inject": "true" },
        annotations: { "inject.istio.io/templates": "gateway", ...injected },
      },
      spec: {
        serviceAccountName: name,
        securityContext: {
          sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
          seccompProfile,
        },
        containers: [
          {
            name: proxyContainer,
            image: "auto",
            ports: [
              { name: "http-envoy-prom", containerPort: 15090, protocol: "TCP" },
              ...podPorts.map((containerPort) => ({ containerPort, protocol: "TCP" })),
            ],
            ...(networkView === undefined
              ? {}
              : { env: [{ name: "ISTIO_META_REQUESTED_NETWORK_VIEW", value: networkView }] }),
            securityContext: {
              ...hardened,
              runAsUser: 1337,
              runAsGroup: 1337,
              runAsNonRoot: true,
            },
            resources: tuning.resources,
          },
        ],
        ...buildPlacement(tuning, selector),
      },
    },
  };
}

/** The Service's spec; where connections arrive. */
export function buildGatewayService({ gateway: { selector, ports, service } }: GatewaySettings) {
  const { type, sourceRanges, externalTrafficPolicy } = service;
  return {
    type,
    selector: { ...selector },
    ports: ports.map((port) => ({ ...port, protocol: "TCP" })),
    ...(sourceRanges.length > 0 ? { loadBalancerSourceRanges: [...sourceRanges] } : {}),
    ...(externalTrafficPolicy === undefined ? {} : { externalTrafficPolicy }),
  };
}

/**
 * Conditions for `pulumi.com/waitFor` on a Service: it has its address. The plugin's own wait asks for ready pods too and
 * lets 10 s pass to see them settle; they have the Deployment's wait.
 */
export const reachableCondition: Readonly<Record<ServiceType, string>> = {
  LoadBalancer: "jsonpath={.status.loadBalancer.ingress[0]}",
  ClusterIP: "jsonpath={.spec.clusterIP}",
  NodePort: "jsonpath={.spec.clusterIP}",
};

export function buildGatewayAutoscaler({ gateway: { name, tuning } }: GatewaySettings) {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
    minReplicas: tuning.minReplicas,
    maxReplicas: tuning.maxReplicas,
    metrics: [
      {
        type: "Resource",
        resource: {
          name: "cpu",
          target: { type: "Utilization", averageUtilization: tuning.targetCpuUtilization },
        },
      },
    ],
  };
}

/** Undefined where pods may be evicted at will. */
export function buildGatewayDisruptionBudget({ gateway: { selector, tuning } }: GatewaySettings) {
  return tuning.disruptionBudget === false
    ? undefined
    : { ...tuning.disruptionBudget, selector: { matchLabels: { ...selector } } };
}

/** Reads certificates that Gateway resources name, as Istio's own gateway chart allows it. */
export const gatewayRules = [
  { apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] },
];
