import assert from "node:assert/strict";
import {
  buildKialiSpec,
  buildKialiValues,
  kialiRules,
} from "../../../../../components/specs/observability/kiali";
import { kialiPlan as plan } from "../../../../support/kiali-plan";

const services = {
  prometheus: { url: plan.queryUrl, thanos_proxy: { enabled: false } },
  grafana: { enabled: false },
  tracing: { enabled: false },
};

describe("what Kiali is told", () => {
  it("is its cluster, the others by their secrets, and where metrics are; it changes nothing", () => {
    assert.deepEqual(buildKialiSpec(plan), {
      auth: { strategy: "anonymous" },
      clustering: {
        autodetect_secrets: { enabled: false, label: "kiali.io/multiCluster=true" },
        clusters: [{ name: "west", secret_name: "kiali-remote-secret-west" }],
      },
      deployment: { instance_name: "kiali", namespace: "istio-system", view_only_mode: true },
      external_services: services,
      kubernetes_config: { cluster_name: "east" },
    });
  });

  it("is where Istio is, if that is elsewhere or has another name", () => {
    const { istio_namespace, external_services, deployment } = buildKialiSpec({
      ...plan,
      namespace: "kiali",
      revision: "1-23-4",
    }) as Record<string, Record<string, unknown>>;
    assert.equal(istio_namespace, "istio-system");
    assert.equal(deployment?.["namespace"], "kiali");
    assert.deepEqual(external_services, {
      istio: {
        root_namespace: "istio-system",
        config_map_name: "istio-1-23-4",
        istiod_deployment_name: "istiod-1-23-4",
        istio_sidecar_injector_config_map_name: "istio-sidecar-injector-1-23-4",
      },
      ...services,
    });
  });

  it("is how people sign in, but no secret", () => {
    const { auth, deployment } = buildKialiSpec({
      ...plan,
      auth: {
        strategy: "openid",
        openid: {
          issuer: "https://id.example.org",
          clientId: "kiali",
          secretName: "kiali-openid",
          scopes: ["openid", "groups"],
          usernameClaim: "email",
          disableRbac: true,
        },
      },
    }) as Record<string, Record<string, unknown>>;
    assert.deepEqual(auth, {
      strategy: "openid",
      openid: {
        issuer_uri: "https://id.example.org",
        client_id: "kiali",
        disable_rbac: true,
        scopes: ["openid", "groups"],
        username_claim: "email",
      },
    });
    assert.equal(deployment?.["secret_name"], "kiali-openid");
  });

  it("is where Thanos, Grafana and traces are, for people and for Kiali", () => {
    const { external_services } = buildKialiSpec({
      ...plan,
      thanos: true,
      grafana: { url: "https://grafana.example.org", inClusterUrl: "http://grafana.monitoring" },
      tracing: { url: "http://tempo:3200", provider: "tempo" },
    });
    assert.deepEqual(external_services, {
      prometheus: { url: plan.queryUrl, thanos_proxy: { enabled: true } },
      grafana: {
        enabled: true,
        external_url: "https://grafana.example.org",
        internal_url: "http://grafana.monitoring",
      },
      tracing: {
        enabled: true,
        external_url: "http://tempo:3200",
        internal_url: "http://tempo:3200",
        provider: "tempo",
        use_grpc: false,
      },
    });
  });

  it("is which of the stack's dashboards takes what, if Grafana has them", () => {
    const { external_services } = buildKialiSpec({
      ...plan,
      grafana: { url: "https://grafana.example.org" },
      hasDashboards: true,
    }) as { external_services: { grafana: { dashboards: unknown } } };
    assert.deepEqual(external_services.grafana.dashboards, [
      { name: "Istio mesh", variables: {} },
      { name: "Istio service", variables: { namespace: "var-namespace", service: "var-service" } },
      {
        name: "Istio workload",
        variables: { namespace: "var-namespace", workload: "var-workload" },
      },
      { name: "Istio control plane", variables: {} },
      { name: "Istio multi-cluster", variables: {} },
    ]);
  });

  it("is what the operator is to install, and the config's own words above all", () => {
    const spec = buildKialiSpec({
      ...plan,
      installer: { by: "operator", version: "v2.21" },
      spec: { deployment: { view_only_mode: false, replicas: 2 } },
    });
    assert.equal(spec["version"], "v2.21");
    assert.deepEqual(spec["deployment"], {
      instance_name: "kiali",
      namespace: "istio-system",
      view_only_mode: false,
      replicas: 2,
    });
  });
});

describe("what Kiali may do in other clusters", () => {
  it("is to look, and not at secrets", () => {
    const verbs = kialiRules.flatMap((one) => one.verbs);
    assert.deepEqual([...new Set(verbs)].sort(), ["get", "list", "watch"]);
    const core = kialiRules.find((one) => one.apiGroups.includes(""));
    assert.ok(core && !core.resources.includes("secrets") && !core.resources.includes("*"));
  });
});

describe("what Kiali's chart is told", () => {
  const own = {
    name: "kiali-login-token-signing-key",
    mount: "/kiali-override-secrets/login-token-signing-key",
  };

  it("is the same, with its key from a Secret, for it would write another into a ConfigMap each time", () => {
    assert.deepEqual(buildKialiValues(plan), {
      ...buildKialiSpec(plan),
      deployment: {
        instance_name: "kiali",
        namespace: "istio-system",
        view_only_mode: true,
        custom_secrets: [own],
      },
      login_token: { signing_key: "mounted" },
    });
  });

  it("has the config's own Secrets, and what it says of sessions, too", () => {
    const ca = { name: "prometheus-login", mount: "/kiali-override-secrets/prometheus-password" };
    const spec = {
      deployment: { custom_secrets: [ca] },
      login_token: { expiration_seconds: 3600 },
    };
    const { deployment, login_token } = buildKialiValues({ ...plan, spec }) as Record<
      string,
      Record<string, unknown>
    >;
    assert.deepEqual(deployment?.["custom_secrets"], [ca, own]);
    assert.deepEqual(login_token, { expiration_seconds: 3600, signing_key: "mounted" });
  });
});
