import { istioNamespace } from "../../../stacks/istio-names";
import { defaultRevision } from "../../../stacks/control-planes/schema";
import { dashboards } from "../../../stacks/observability/dashboards/dashboards";
import { type KialiPlan, kialiName } from "../../../stacks/observability/kiali/plan";
import { type JsonObject, mergeObjects, valueAt } from "../../../stacks/tuning/json";
import { kialiRemoteSecretName, kialiSecretLabel, revisioned } from "../../names";

/**
 * What Kiali is told, as its operator and its chart take it, in the words of Kiali 2.0 and later.
 * Source: https://kiali.io/docs/configuration/kialis.kiali.io/
 */
export function buildKialiSpec(plan: KialiPlan): JsonObject {
  const { cluster, namespace, watches, installer } = plan;
  const { openid } = plan.auth;
  const [label, value] = Object.entries(kialiSecretLabel)[0] ?? [];
  const own = {
    ...(installer.by === "operator" && installer.version !== undefined
      ? { version: installer.version }
      : {}),
    ...(namespace === istioNamespace ? {} : { istio_namespace: istioNamespace }),
    auth: buildAuth(plan),
    clustering: {
      // Named one by one: a chart that is rendered outside the cluster finds none, and the operator looks for them only
      // when Kiali's own object changes.
      autodetect_secrets: { enabled: false, label: `${label ?? ""}=${value ?? ""}` },
      clusters: watches.map((one) => ({
        name: one.cluster,
        secret_name: kialiRemoteSecretName(one.cluster),
      })),
    },
    deployment: {
      instance_name: kialiName,
      namespace,
      // Its accounts in other clusters may not change anything.
      view_only_mode: true,
      ...(openid?.secretName === undefined ? {} : { secret_name: openid.secretName }),
    },
    external_services: buildServices(plan),
    kubernetes_config: { cluster_name: cluster },
  };
  return mergeObjects(own, plan.spec);
}

/**
 * The Secret with the key by which Kiali signs the sessions of people, and where it looks for it.
 * Source: https://kiali.io/docs/faq/authentication/#how-to-configure-a-secret-as-password-for-external-services
 */
export const kialiSigningKey = {
  name: "kiali-login-token-signing-key",
  mount: "/kiali-override-secrets/login-token-signing-key",
  file: "value.txt",
} as const;

/**
 * The same for Kiali's chart, which has no Secret for the key: it would write one into the ConfigMap, another one each time
 * that it is rendered. What stands there instead is not read.
 */
export function buildKialiValues(plan: KialiPlan): JsonObject {
  const spec = buildKialiSpec(plan);
  const given = valueAt(spec, ["deployment", "custom_secrets"]);
  const { name, mount } = kialiSigningKey;
  return mergeObjects(spec, {
    deployment: {
      custom_secrets: [...(Array.isArray(given) ? (given as unknown[]) : []), { name, mount }],
    },
    login_token: { signing_key: "mounted" },
  });
}

/** Source: https://kiali.io/docs/configuration/authentication/openid/ */
function buildAuth({ auth: { strategy, openid } }: KialiPlan): JsonObject {
  if (openid === undefined) {
    return { strategy };
  }
  const { issuer, clientId, scopes, usernameClaim, disableRbac } = openid;
  return {
    strategy,
    openid: {
      issuer_uri: issuer,
      client_id: clientId,
      disable_rbac: disableRbac,
      ...(scopes === undefined ? {} : { scopes }),
      ...(usernameClaim === undefined ? {} : { username_claim: usernameClaim }),
    },
  };
}

function buildServices(plan: KialiPlan): JsonObject {
  const { queryUrl, thanos, grafana, tracing } = plan;
  const istio = buildIstio(plan);
  return {
    ...(Object.keys(istio).length > 0 ? { istio } : {}),
    // Metrics have the label `cluster` with Istio's name, by which Kiali tells the clusters of one address apart.
    prometheus: { url: queryUrl, thanos_proxy: { enabled: thanos } },
    grafana: grafana
      ? { enabled: true, ...links(grafana), ...(plan.hasDashboards ? ownDashboards() : {}) }
      : { enabled: false },
    tracing: tracing
      ? // Kiali's own default is Jaeger's gRPC port, which no URL of a user interface leads to.
        { enabled: true, ...links(tracing), provider: tracing.provider, use_grpc: false }
      : { enabled: false },
  };
}

function links({ url, inClusterUrl }: { url: string; inClusterUrl?: string | undefined }) {
  return { external_url: url, internal_url: inClusterUrl ?? url };
}

/** What Kiali up to 2.12 does not find out by itself. */
function buildIstio({ namespace, revision }: KialiPlan): JsonObject {
  return {
    ...(namespace === istioNamespace ? {} : { root_namespace: istioNamespace }),
    ...(revision === defaultRevision
      ? {}
      : {
          config_map_name: revisioned("istio", revision),
          istiod_deployment_name: revisioned("istiod", revision),
          istio_sidecar_injector_config_map_name: revisioned("istio-sidecar-injector", revision),
        }),
  };
}

/** Kiali finds dashboards by their titles. Source: https://kiali.io/docs/configuration/p8s-jaeger-grafana/grafana/ */
function ownDashboards(): JsonObject {
  const handed = ["namespace", "service", "workload"];
  return {
    dashboards: dashboards().map(({ title, variables }) => ({
      name: title,
      variables: Object.fromEntries(
        variables
          .filter((one) => handed.includes(one.name))
          .map((one) => [one.name, `var-${one.name}`]),
      ),
    })),
  };
}

/**
 * What Kiali reads of a cluster.
 * Source: https://github.com/kiali/helm-charts/blob/v2.21/kiali-server/templates/role-viewer.yaml, without rights of
 * OpenShift's, and without forwarding ports to every pod.
 */
export const kialiRules = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "namespaces",
      "pods",
      "pods/log",
      "replicationcontrollers",
      "services",
    ],
    verbs: ["get", "list", "watch"],
  },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: ["get", "list", "watch"],
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: ["get", "list", "watch"] },
  {
    apiGroups: [
      "networking.istio.io",
      "security.istio.io",
      "extensions.istio.io",
      "telemetry.istio.io",
      "gateway.networking.k8s.io",
    ],
    resources: ["*"],
    verbs: ["get", "list", "watch"],
  },
  {
    apiGroups: ["admissionregistration.k8s.io"],
    resources: ["mutatingwebhookconfigurations"],
    verbs: ["list"],
  },
];

/**
 * In istio-system alone: Kiali asks istiod for its version and whether it is ready through the API server.
 * Source: https://github.com/kiali/kiali/blob/v2.21/istio/version.go
 */
export const kialiIstiodRules = [
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create"] },
];
