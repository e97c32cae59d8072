import assert from "node:assert/strict";
import {
  adaptChartObject,
  pulledWith,
  pullSecretsOf,
  buildBaseValues,
  buildChartValues,
  buildRemoteChartValues,
  type ChartObject,
} from "../../../../components/specs/istio-charts";

const spec = {
  hub: "registry.example/istio",
  tag: "1.23.4",
  revision: "1-23-4",
  meshConfig: { trustDomain: "example.org" },
  values: {
    global: { meshID: "payments", multiCluster: { clusterName: "east" }, network: "net-east" },
    pilot: { podAnnotations: { a: "b" } },
  },
};

describe("what Istio's charts are told", () => {
  it("is the spec, with the images, the revision and the mesh's config where charts look for them", () => {
    assert.deepEqual(buildChartValues(spec), {
      global: {
        ...spec.values.global,
        hub: "registry.example/istio",
        tag: "1.23.4",
        configValidation: true,
      },
      pilot: { podAnnotations: { a: "b" } },
      revision: "1-23-4",
      meshConfig: { trustDomain: "example.org" },
    });
  });

  it("is no revision for the control plane without one", () => {
    assert.equal(buildChartValues({ ...spec, revision: "default" }).revision, "");
  });

  it("is a profile for a remote, but in a chart that makes nothing else", () => {
    const { hub, tag, revision, values } = spec;
    const remote = { hub, tag, revision, values };
    assert.deepEqual(buildRemoteChartValues("istiod", remote), {
      ...buildChartValues(remote),
      profile: "remote",
    });
    assert.deepEqual(buildRemoteChartValues("istiod-remote", remote), buildChartValues(remote));
    // No istiod is there to check Istio's config.
    assert.deepEqual(buildRemoteChartValues("base", remote), {
      ...buildChartValues(remote),
      profile: "remote",
      defaultRevision: "",
    });
  });

  it("is for the base which revision checks Istio's config", () => {
    assert.deepEqual(buildBaseValues("1-23-4"), { defaultRevision: "1-23-4" });
  });
});

describe("an object of Istio's charts", () => {
  const adapt = (object: Partial<ChartObject>) =>
    adaptChartObject(
      { kind: "ConfigMap", metadata: { name: "istio" }, ...object },
      { timeoutSeconds: 120, release: "istiod-remote" },
    );
  const webhooks = [
    { name: "a", failurePolicy: "Ignore", namespaceSelector: { matchLabels: { b: "c" } } },
  ];
  const off = { matchLabels: { "istio.io/deactivated": "never-match" } };

  it("is the stack's, and no IstioOperator's, with all that the chart says of it", () => {
    const metadata = { name: "istio", labels: { app: "x" }, annotations: { y: "z" } };
    assert.deepEqual(adapt({ metadata }), {
      kind: "ConfigMap",
      metadata: {
        name: "istio",
        labels: { app: "x", "install.operator.istio.io/owning-resource": "unknown" },
        annotations: { y: "z", "pulumi.com/patchForce": "true" },
      },
    });
  });

  it("is awaited as long as the config says if it is a Deployment, and by no condition of before; not at all if it is a Service", () => {
    const { annotations } = adapt({ kind: "Deployment" }).metadata;
    assert.equal(annotations?.["pulumi.com/timeoutSeconds"], "120");
    assert.equal(annotations["pulumi.com/waitFor"], "");
    assert.equal(adapt({ kind: "Service" }).metadata.annotations?.["pulumi.com/skipAwait"], "true");
  });

  it("is istiod only when the ConfigMaps are there without which it would inject nothing", () => {
    const template = (volumeMounts?: object[], volumes?: object[]) => ({
      metadata: { labels: { app: "istiod" } },
      spec: {
        containers: [{ name: "discovery", ...(volumeMounts ? { volumeMounts } : {}) }],
        ...(volumes ? { volumes } : {}),
      },
    });
    const adapted = (revision: string) =>
      adapt({
        kind: "Deployment",
        metadata: { name: "istiod", labels: { "istio.io/rev": revision } },
        spec: {
          replicas: 1,
          template: template([{ name: "a", mountPath: "/a" }], [{ name: "a" }]),
        },
      }).spec;
    const needs = (...maps: string[]) => ({
      replicas: 1,
      template: template(
        [
          { name: "a", mountPath: "/a" },
          { name: "istio-mesh-needed", mountPath: "/var/lib/istio-mesh/needed", readOnly: true },
        ],
        [
          { name: "a" },
          {
            name: "istio-mesh-needed",
            projected: { sources: maps.map((name) => ({ configMap: { name } })) },
          },
        ],
      ),
    });
    assert.deepEqual(adapted("default"), needs("istio", "istio-sidecar-injector"));
    assert.deepEqual(adapted("1-23-4"), needs("istio-1-23-4", "istio-sidecar-injector-1-23-4"));
  });

  it("is a Deployment whose pods name the pull secrets of the values themselves, not by their account", () => {
    const spec = { replicas: 1, template: { spec: { containers: [] } } };
    const values = { global: { hub: "registry.example.org", imagePullSecrets: ["mirror", "own"] } };
    assert.deepEqual(pulledWith(spec, pullSecretsOf(values)), {
      replicas: 1,
      template: {
        spec: { containers: [], imagePullSecrets: [{ name: "mirror" }, { name: "own" }] },
      },
    });
    assert.deepEqual(pullSecretsOf({}), []);
    assert.equal(pulledWith(spec, pullSecretsOf({ global: {} })), spec);
  });

  it("leaves the policy of validating webhooks to istiod, which changes it when it is ready", () => {
    const { webhooks: found } = adapt({ kind: "ValidatingWebhookConfiguration", webhooks });
    assert.deepEqual(found, [{ name: "a", namespaceSelector: { matchLabels: { b: "c" } } }]);
  });

  it("is the reader's account of every release alike", () => {
    const metadata = { name: "istio-reader-service-account", labels: { release: "of-a-revision" } };
    const account = { kind: "ServiceAccount", metadata };
    assert.equal(adapt(account).metadata.labels?.["release"], "istiod-remote");
    const other = { kind: "ServiceAccount", metadata: { ...metadata, name: "istiod" } };
    assert.equal(adapt(other).metadata.labels?.["release"], "of-a-revision");
  });

  it("injects by itself only if it is of a revision: else the tag default does", () => {
    const kind = "MutatingWebhookConfiguration";
    const injector = { kind, webhooks, metadata: { name: "istio-sidecar-injector" } };
    const deactivated = [{ ...webhooks[0], namespaceSelector: off, objectSelector: off }];
    assert.deepEqual(adapt(injector).webhooks, deactivated);
    const revisioned = { ...injector, metadata: { name: "istio-sidecar-injector-1-23-4" } };
    assert.deepEqual(adapt(revisioned).webhooks, webhooks);
  });
});
