import assert from "node:assert/strict";
import * as k8s from "@kubernetes/client-node";
import { parse } from "yaml";
import { eventually, type TestCluster } from "../../support/clusters";
import { askNothing, controlPlanesOf, synced } from "../../support/control-planes";
import { editStack } from "../../support/edit-stack";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { underTraffic } from "../../support/traffic";

const overlayFile = "custom-operator.yml";
const namespace = "istio-system";
const istiodResources = { requests: { cpu: "250m", memory: "1Gi" } };
const proxyResources = { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "512Mi" } };
const toleration = { key: "mesh", operator: "Exists" };

const tuning = {
  istiod: {
    minReplicas: 1,
    maxReplicas: 3,
    resources: istiodResources,
    tolerations: [toleration],
    disruptionBudget: false,
    env: { PILOT_HTTP10: "1" },
  },
  proxy: { resources: proxyResources, holdApplicationUntilProxyStarts: true },
  outboundTraffic: "REGISTRY_ONLY",
  accessLog: { encoding: "JSON" },
  dnsCapture: true,
  overlays: [
    '{"spec":{"values":{"pilot":{"podLabels":{"team":"mesh"}}}}}',
    { file: overlayFile },
    { meshConfig: { ingressClass: "third" } },
  ],
};
const hub = "registry.example.org/istio";
const login = JSON.stringify({ auths: { "registry.example.org": { auth: "canary-of-a-login" } } });
const gateways = [
  { name: "istio-ingressgateway", kind: "ingress", namespace: "istio-edge", minReplicas: 1 },
  { name: "to-partners", kind: "egress", clusters: ["west"], labels: { istio: "to-partners" } },
];

/** Tuning, gateways and namespaces of a mesh that Helm has installed, on real API servers. It has one gateway for users already. */
export function tuningSuite(mesh: () => MeshUnderTest): void {
  const east = () => mesh().cluster("east");
  const istiodOf = async (cluster: TestCluster) =>
    (
      await cluster
        .api(k8s.AppsV1Api)
        .listNamespacedDeployment({ namespace, labelSelector: "app=istiod" })
    ).items[0];

  describe("tuning", () => {
    it("lands in what the charts render, with overlays over it in their order; no request fails", async () => {
      mesh().checkout.write(
        overlayFile,
        "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  meshConfig: { ingressClass: second }\n  values: { pilot: { podLabels: { tier: control } } }\n",
      );
      await east().core.createNamespace({ body: { metadata: { name: "web" } } });
      mesh().checkout.write("login.json", login);
      await mesh().stack.setSecret("login", "login.json");
      editStack(
        mesh(),
        [["mesh", "hub"], hub],
        [["mesh", "pullSecrets"], [{ name: "mirror", dockerConfig: { secret: "login" } }]],
        [["tuning"], tuning],
        [["clusters", 0, "tuning"], { istiod: { maxReplicas: 2 } }],
        ...gateways.map((gateway, at) => [["gateways", at + 1], gateway] as const),
        [["namespaces"], [{ name: "web", clusters: ["east"] }]],
      );
      await underTraffic(mesh(), () => mesh().stack.up());

      const istiod = await istiodOf(east());
      const { metadata, spec } = istiod?.spec?.template ?? {};
      const [container] = spec?.containers ?? [];
      assert.ok(container);
      assert.deepEqual({ ...container.resources }, istiodResources);
      assert.ok(spec?.tolerations?.some((one) => one.key === toleration.key));
      assert.ok(container.env?.some((one) => one.name === "PILOT_HTTP10" && one.value === "1"));
      assert.equal(metadata?.labels?.["team"], "mesh");
      assert.equal(metadata.labels["tier"], "control");
      const scalers = east().api(k8s.AutoscalingV2Api);
      const { items } = await scalers.listNamespacedHorizontalPodAutoscaler({
        namespace,
        labelSelector: "app=istiod",
      });
      assert.deepEqual(
        items.map((one) => [one.spec?.minReplicas, one.spec?.maxReplicas]),
        [[1, 2]],
      );
      const budgets = await east()
        .api(k8s.PolicyV1Api)
        .listNamespacedPodDisruptionBudget({ namespace, labelSelector: "app=istiod" });
      assert.deepEqual(budgets.items, []);
    });

    it("lands in the mesh's config and in the injector, by which proxies get it", async () => {
      const revision = (await istiodOf(east()))?.metadata?.labels?.["istio.io/rev"] ?? "";
      const name = revision === "default" ? "istio" : `istio-${revision}`;
      const { data } = await east().core.readNamespacedConfigMap({ name, namespace });
      const config = parse(data?.["mesh"] ?? "") as {
        readonly defaultConfig: Readonly<Record<string, unknown>>;
      } & Readonly<Record<string, unknown>>;
      assert.deepEqual(config["outboundTrafficPolicy"], { mode: "REGISTRY_ONLY" });
      assert.equal(config["accessLogEncoding"], "JSON");
      assert.equal(config["accessLogFile"], "/dev/stdout");
      assert.equal(config["ingressClass"], "third");
      assert.equal(config.defaultConfig["holdApplicationUntilProxyStarts"], true);
      assert.deepEqual(config.defaultConfig["proxyMetadata"], { ISTIO_META_DNS_CAPTURE: "true" });
      const created = await east().core.createNamespacedPod({
        namespace: "web",
        body: {
          metadata: { name: "probe", annotations: { "sidecar.istio.io/interceptionMode": "NONE" } },
          spec: { containers: [{ name: "app", image: "example.org/app:1" }] },
        },
      });
      const sidecar = created.spec?.containers.find((one) => one.name === "istio-proxy");
      assert.deepEqual(
        { ...sidecar?.resources },
        {
          ...proxyResources,
          // Istio's own default, which the tuning leaves as it is.
          limits: { cpu: "2", ...proxyResources.limits },
        },
      );
      assert.equal(created.spec?.containers[0]?.name, "istio-proxy", "it starts before the app");
      await east().core.deleteNamespacedPod({ namespace: "web", name: "probe" });
    });

    it("makes gateways where they are wanted, injected, with addresses where they have some", async () => {
      const outputs = (await mesh().stack.output("clusters")) as Readonly<
        Record<string, { readonly gateways?: Readonly<Record<string, string>> }>
      >;
      for (const name of ["east", "west"]) {
        const address = outputs[name]?.gateways?.["istio-ingressgateway"] ?? "";
        assert.match(address, /^198\.18\./);
        const service = await mesh().cluster(name).core.readNamespacedService({
          name: "istio-ingressgateway",
          namespace: "istio-edge",
        });
        assert.equal(service.status?.loadBalancer?.ingress?.[0]?.ip, address);
      }
      const egress = { name: "to-partners", namespace };
      const deployment = await mesh()
        .cluster("west")
        .api(k8s.AppsV1Api)
        .readNamespacedDeployment(egress);
      assert.equal(deployment.status?.readyReplicas, 1);
      await assert.rejects(east().core.readNamespacedService(egress));
    });

    it("takes images from a registry of one's own, with a login wherever Istio's pods are", async () => {
      for (const { core } of mesh().clusters) {
        for (const name of [namespace, "istio-edge"]) {
          const { type, data } = await core.readNamespacedSecret({
            name: "mirror",
            namespace: name,
          });
          assert.equal(type, "kubernetes.io/dockerconfigjson");
          assert.equal(Buffer.from(data?.[".dockerconfigjson"] ?? "", "base64").toString(), login);
          const { items } = await core.listNamespacedPod({ namespace: name });
          const running = items.filter((one) => one.metadata?.deletionTimestamp === undefined);
          assert.ok(running.length > 0, name);
          for (const { metadata, spec } of running) {
            const pulledBy = spec?.imagePullSecrets?.map((one) => one.name);
            assert.deepEqual(pulledBy, ["mirror"], metadata?.name);
            assert.ok(
              spec?.containers.every(({ image }) => image?.startsWith(`${hub}/`)),
              metadata?.name,
            );
          }
        }
      }
      assert.ok(!mesh().checkout.transcript.some((line) => line.includes("canary-of-a-login")));
    });

    it("is all there is: a second up is empty, and nothing has drifted", async () => {
      await askNothing(mesh());
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("that is wrong is refused with its path, and changes nothing", async () => {
      const before = await istiodOf(east());
      editStack(mesh(), [
        ["tuning", "overlays"],
        [{ spec: { values: { pilot: { resorces: {} } } } }, { meshConfig: { trustDomain: "x" } }],
      ]);
      const { code, stdout, stderr } = await mesh().stack.run(["up", "--yes", "--skip-preview"]);
      assert.notEqual(code, 0);
      assert.match(
        stdout + stderr,
        /istio-mesh:tuning\.overlays\[0\]\.spec\.values\.pilot\.resorces: unknown field, .*resources/,
      );
      assert.match(stdout + stderr, /istio-mesh:tuning\.overlays\[1\]\.meshConfig\.trustDomain: /);
      assert.equal((await istiodOf(east()))?.metadata?.generation, before?.metadata?.generation);
      editStack(mesh(), [["tuning", "overlays"], tuning.overlays]);
    });

    it("goes again with its keys, and so do gateways; the namespace stays, without the label", async () => {
      editStack(
        mesh(),
        [["mesh", "hub"], undefined],
        [["mesh", "pullSecrets"], undefined],
        [["login"], undefined],
        [["tuning"], undefined],
        [["clusters", 0, "tuning"], undefined],
        [["gateways", 2], undefined],
        [["gateways", 1], undefined],
        [["namespaces"], undefined],
      );
      await underTraffic(mesh(), () => mesh().stack.up());
      const { metadata } = await east().core.readNamespace({ name: "web" });
      assert.equal(metadata?.labels?.["istio-injection"], undefined);
      await east().core.deleteNamespace({ name: "web" });
      await eventually(
        "no namespace istio-edge",
        () => east().core.listNamespace(),
        ({ items }) => !items.some((one) => one.metadata?.name === "istio-edge"),
      );
    });
  });

  describe("an istiod that cannot be scheduled", () => {
    const readyTimeoutSeconds = 15;
    /** For all else that an `up` does, on a busy machine; in seconds. */
    const margin = 60;
    const nowhere = { istiod: { nodeSelector: { "example.org/none": "here" } } };

    it("is a named failure in the time given, and the old one goes on serving", async () => {
      const before = await controlPlanesOf(east());
      editStack(
        mesh(),
        [["tuning"], nowhere],
        [["mesh", "readyTimeoutSeconds"], readyTimeoutSeconds],
      );
      const { code, stdout, stderr, seconds } = await underTraffic(mesh(), async () => {
        const start = performance.now();
        const ended = await mesh().stack.run(["up", "--yes", "--skip-preview"]);
        return { ...ended, seconds: (performance.now() - start) / 1000 };
      });
      assert.notEqual(code, 0);
      assert.ok(seconds < readyTimeoutSeconds + margin, `up took ${seconds} s`);
      // Ours: the engine names neither the cluster nor what to do.
      assert.match(
        stdout + stderr,
        /cluster "east": istiod\S* is not rolled out yet: .*Unschedulable: .*\. What ran before goes on serving; mend the cause, or put the edit back \(see mesh, tuning, clusters in the config\), and run up again/,
      );
      assert.deepEqual(await controlPlanesOf(east()), before);
      const answers = await synced(east());
      assert.ok(Object.keys(answers).length > 0);
    });

    it("is mended by taking the edit back", async () => {
      editStack(mesh(), [["tuning"], undefined], [["mesh", "readyTimeoutSeconds"], undefined]);
      await underTraffic(mesh(), () => mesh().stack.up());
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });
  });
}
