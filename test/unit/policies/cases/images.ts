import { type Cases, charts, object, operator } from "./case";

const container = (name: string, image?: string) => ({
  name,
  ...(image === undefined ? {} : { image }),
});
const deployment = (address: string, ...images: (string | undefined)[]) =>
  object("east", "apps/v1:Deployment", address, {
    spec: { template: { spec: { containers: images.map((one, at) => container(`c${at}`, one)) } } },
  });
const injector = (cluster: string, global: object) =>
  object(cluster, "core/v1:ConfigMap", "istio-system/istio-sidecar-injector-1-22-8", {
    data: { values: JSON.stringify({ global }) },
  });
const digest = `sha256:${"0".repeat(64)}`;
const template = "spec.template.spec.containers";

export const images: Cases = {
  "pinned-images": [
    {
      title: "whose images have tags or digests, or are the injector's",
      resources: [
        operator("east"),
        ...charts("west"),
        deployment("istio-system/gateway", "auto", undefined),
        deployment("a/b", "registry.example.org:5000/a/b:1", `a/b@${digest}`),
        injector("west", { hub: "docker.io/istio", tag: "1.22.8" }),
        object("west", "core/v1:ConfigMap", "shop/istio-sidecar-injector", {
          data: { values: "{}" },
        }),
        object("east", "opentelemetry.io/v1beta1:OpenTelemetryCollector", "a/b", { spec: {} }),
        operator("edge", { profile: "remote", tag: "latest" }),
      ],
      violations: [],
    },
    {
      title: "whose control planes have none",
      resources: [
        operator("east", { tag: "latest" }),
        operator("north", { tag: "" }, { global: { proxy: { image: "ours/proxy:1" } } }),
        ...charts("west", { image: "docker.io/istio/pilot:latest" }),
        injector("west", { hub: "docker.io/istio" }),
      ],
      violations: [
        "east/istio-system/istio: istiod's image is docker.io/istio/pilot:latest, expected a tag but latest, or a digest",
        "east/istio-system/istio: the proxies' image is docker.io/istio/proxyv2:latest, expected a tag but latest, or a digest",
        "north/istio-system/istio: istiod's image is docker.io/istio/pilot:, expected a tag but latest, or a digest",
        `west/istio-system/istiod: ${template}[discovery].image is docker.io/istio/pilot:latest, expected a tag but latest, or a digest`,
        "west/istio-system/istio-sidecar-injector-1-22-8: the proxies' image is docker.io/istio/proxyv2:, expected a tag but latest, or a digest",
      ],
    },
    {
      title: "whose pods have none",
      resources: [
        deployment("a/b", "registry.example.org:5000/a/b", "a:latest"),
        object("east", "batch/v1:CronJob", "a/job", {
          spec: {
            jobTemplate: {
              spec: { template: { spec: { initContainers: [container("c", "busybox")] } } },
            },
          },
        }),
        object("east", "opentelemetry.io/v1beta1:OpenTelemetryCollector", "a/c", {
          spec: { image: "otel/collector" },
        }),
        object("east", "core/v1:Pod", "a/pod", { spec: { containers: [container("c", "a")] } }),
        ...["apps/v1:StatefulSet", "batch/v1:Job"].map((type) =>
          object("east", type, "a/d", {
            spec: { template: { spec: { containers: [container("c", "a")] } } },
          }),
        ),
      ],
      violations: [
        `east/a/b: ${template}[c0].image is registry.example.org:5000/a/b, expected a tag but latest, or a digest`,
        `east/a/b: ${template}[c1].image is a:latest, expected a tag but latest, or a digest`,
        "east/a/job: spec.jobTemplate.spec.template.spec.initContainers[c].image is busybox, expected a tag but latest, or a digest",
        "east/a/c: spec.image is otel/collector, expected a tag but latest, or a digest",
        "east/a/pod: spec.containers[c].image is a, expected a tag but latest, or a digest",
        `east/a/d: ${template}[c].image is a, expected a tag but latest, or a digest`,
        `east/a/d: ${template}[c].image is a, expected a tag but latest, or a digest`,
      ],
    },
  ],
  "approved-registries": [
    {
      title: "with the images that Istio and the stack's own defaults name",
      resources: [
        operator("east"),
        operator("north", { hub: "registry.istio.io/release" }),
        ...charts("west"),
        injector("west", { hub: "istio", tag: "1.22.8" }),
        deployment(
          "a/b",
          "otel/opentelemetry-collector-contrib:0.112.0",
          "index.docker.io/istio/proxyv2:1.22.8",
          "quay.io/thanos/thanos:v0.42.5",
        ),
      ],
      violations: [],
    },
    {
      title: "with a registry of one's own that is approved",
      resources: [
        operator("east", { hub: "registry.example.org:5000/istio" }),
        deployment("a/b", "localhost/c:1", "busybox:1"),
      ],
      settings: {
        registries: ["registry.example.org:5000/istio", "localhost", "docker.io/library"],
      },
      violations: [],
    },
    {
      title: "with images of others, and of names that only begin alike",
      resources: [
        operator("east", { hub: "istio-of-others" }),
        operator("west", {}, { global: { proxy: { image: "quay.io/others/proxy:1" } } }),
        deployment("a/b", "busybox:1", "quay.io/thanos-of-others/thanos:1"),
        injector("east", { hub: "registry.example.org", tag: "1", proxy: { image: "proxy" } }),
      ],
      settings: { registries: ["docker.io/istio", "quay.io/thanos"] },
      violations: [
        "east/istio-system/istio: istiod's image is istio-of-others/pilot:1.22.8, expected one from docker.io/istio, quay.io/thanos",
        "east/istio-system/istio: the proxies' image is istio-of-others/proxyv2:1.22.8, expected one from docker.io/istio, quay.io/thanos",
        "west/istio-system/istio: the proxies' image is quay.io/others/proxy:1, expected one from docker.io/istio, quay.io/thanos",
        `east/a/b: ${template}[c0].image is busybox:1, expected one from docker.io/istio, quay.io/thanos`,
        `east/a/b: ${template}[c1].image is quay.io/thanos-of-others/thanos:1, expected one from docker.io/istio, quay.io/thanos`,
        "east/istio-system/istio-sidecar-injector-1-22-8: the proxies' image is registry.example.org/proxy:1, expected one from docker.io/istio, quay.io/thanos",
      ],
    },
    {
      title: "with an image of a registry that nobody approved",
      resources: [deployment("a/b", "ghcr.io/a/b:1")],
      violations: [
        `east/a/b: ${template}[c0].image is ghcr.io/a/b:1, expected one from docker.io/istio, registry.istio.io/release, gcr.io/istio-release, docker.io/otel, quay.io/prometheus, quay.io/prometheus-operator, quay.io/thanos, quay.io/kiali`,
      ],
    },
  ],
  "distroless-images": [
    {
      title: "that asks for the variant, each in its own way",
      resources: [
        operator("east", {}, { global: { variant: "distroless" } }),
        operator(
          "north",
          { meshConfig: { defaultConfig: { image: { imageType: "distroless" } } } },
          { pilot: { variant: "distroless" }, global: { variant: "debug" } },
        ),
        operator("south", { tag: "1.22.8-distroless" }),
        ...charts("west", {
          image: "docker.io/istio/pilot:1.22.8-distroless",
          meshConfig: "defaultConfig: { image: { imageType: distroless } }",
        }),
      ],
      violations: [],
    },
    {
      title: "that asks for none, or for one of the two only",
      resources: [
        operator("east"),
        operator("north", {}, { pilot: { variant: "distroless" } }),
        ...charts("west", { meshConfig: "defaultConfig: { image: { imageType: distroless } }" }),
      ],
      violations: [
        "east/istio-system/istio: istiod's image is docker.io/istio/pilot:1.22.8, expected a tag that ends with -distroless",
        "east/istio-system/istio: the proxies' image is docker.io/istio/proxyv2:1.22.8, expected a tag that ends with -distroless",
        "north/istio-system/istio: the proxies' image is docker.io/istio/proxyv2:1.22.8, expected a tag that ends with -distroless",
        "west/istio-system/istiod: istiod's image is docker.io/istio/pilot:1.22.8, expected a tag that ends with -distroless",
      ],
    },
  ],
};
