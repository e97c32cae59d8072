import { type Cases, object } from "./case";

type Texts = Readonly<Record<string, string>>;
interface Pod {
  readonly labels?: Texts;
  readonly annotations?: Texts;
  readonly spec?: object;
}

const template = ({ labels, annotations, spec }: Pod) => ({
  template: {
    metadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) },
    spec: { containers: [{ name: "app" }], ...spec },
  },
});
const deployment = (address: string, pod: Pod, kind = "apps/v1:Deployment") =>
  object("east", kind, address, { spec: template(pod) });
const pod = (address: string, { spec = {}, ...metadata }: Pod) =>
  object("east", "core/v1:Pod", address, { spec }, { ...metadata });
const namespace = (name: string, injection: string, kind = "Namespace") =>
  object("east", `core/v1:${kind}`, name, {}, { labels: { "istio-injection": injection } });
const filter = (address: string) =>
  object("east", "networking.istio.io/v1alpha3:EnvoyFilter", address, { spec: {} });

const out = { "sidecar.istio.io/inject": "false" };
const places = ["istio-system", "istio-operator", "istio-tracing", "istio-monitoring", "kube-dns"];
const port = { "traffic.sidecar.istio.io/excludeInboundPorts": "80" };
const own = { "proxy.istio.io/config": "concurrency: 1" };
const as = (runAsUser: number, runAsGroup = runAsUser) => ({
  securityContext: { runAsUser, runAsGroup },
});
const ingress = { istio: "ingressgateway" };
const gateway = { "inject.istio.io/templates": "sidecar,gateway" };
const proxy = (image: string) => ({ containers: [{ name: "istio-proxy", image }] });

export const proxies: Cases = {
  "no-envoy-filter": [
    { title: "with one for the mesh alone", resources: [filter("istio-system/a")], violations: [] },
    {
      title: "with one",
      resources: [filter("shop/a")],
      violations: ["east/shop/a: is an EnvoyFilter of namespace shop, expected none"],
    },
  ],
  "no-mesh-wide-envoy-filter": [
    { title: "with one for a namespace alone", resources: [filter("shop/a")], violations: [] },
    {
      title: "with one for the mesh",
      resources: [filter("istio-system/a")],
      violations: [
        "east/istio-system/a: is an EnvoyFilter of namespace istio-system, expected none",
      ],
    },
  ],
  "pods-in-mesh": [
    {
      title: "whose pods have a proxy, or are where no proxy has to be",
      resources: [
        deployment("shop/a", {}),
        deployment("shop/b", { labels: { "sidecar.istio.io/inject": "True" }, annotations: out }),
        pod("shop/c", { annotations: { "sidecar.istio.io/inject": "" } }),
        ...places.map((one) => deployment(`${one}/a`, { labels: out })),
        ...places.map((one) => namespace(one, "disabled")),
        namespace("shop", "enabled"),
      ],
      violations: [],
    },
    {
      title: "with pods of all kinds that opt out, by the label or by the annotation",
      resources: [
        deployment("shop/deployment", { labels: out }),
        deployment("shop/daemon", { annotations: out }, "apps/v1:DaemonSet"),
        deployment(
          "shop/stateful",
          { labels: { "sidecar.istio.io/inject": "no" } },
          "apps/v1:StatefulSet",
        ),
        deployment("shop/replicas", { labels: out }, "apps/v1:ReplicaSet"),
        deployment("shop/patched", { labels: out }, "apps/v1:DeploymentPatch"),
        deployment("shop/job", { labels: out }, "batch/v1:Job"),
        deployment("shop/controller", { labels: out }, "core/v1:ReplicationController"),
        object("east", "batch/v1:CronJob", "shop/cron", {
          spec: { jobTemplate: { spec: template({ labels: out }) } },
        }),
        object("east", "core/v1:PodTemplate", "shop/template", template({ labels: out })),
        pod("shop/pod", { labels: out }),
        pod("anywhere", { labels: out }),
      ],
      violations: [
        'east/shop/deployment: spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/daemon: spec.template.metadata.annotations["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/stateful: spec.template.metadata.labels["sidecar.istio.io/inject"] is no, expected true or none',
        'east/shop/replicas: spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/patched: spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/job: spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/controller: spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/cron: spec.jobTemplate.spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/template: template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/shop/pod: metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
        'east/anywhere: metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
      ],
    },
    {
      title: "with namespaces that opt out",
      resources: [namespace("shop", "disabled"), namespace("bank", "disabled", "NamespacePatch")],
      violations: [
        'east/shop: metadata.labels["istio-injection"] is disabled, expected enabled or none',
        'east/bank: metadata.labels["istio-injection"] is disabled, expected enabled or none',
      ],
    },
    {
      title: "whose config names what is outside",
      resources: [
        deployment("batch-a/a", { labels: out }),
        namespace("batch-a", "disabled"),
        deployment("istio-tracing/a", { labels: out }),
      ],
      settings: { outside: ["batch-*"] },
      violations: [
        'east/istio-tracing/a: spec.template.metadata.labels["sidecar.istio.io/inject"] is false, expected true or none',
      ],
    },
  ],
  "all-traffic-captured": [
    {
      title: "whose pods leave nothing out, or are outside",
      resources: [
        deployment("shop/a", {
          annotations: {
            "traffic.sidecar.istio.io/excludeInboundPorts": "",
            "traffic.sidecar.istio.io/includeInboundPorts": "*",
            "traffic.sidecar.istio.io/includeOutboundIPRanges": "*",
            "sidecar.istio.io/interceptionMode": "TPROXY",
            "ambient.istio.io/bypass-inbound-capture": "false",
          },
        }),
        deployment("istio-system/a", { annotations: port }),
      ],
      violations: [],
    },
    {
      title: "with pods that leave something out",
      resources: [
        deployment("shop/a", {
          annotations: {
            "traffic.sidecar.istio.io/excludeInboundPorts": "80",
            "traffic.sidecar.istio.io/excludeInterfaces": "eth1",
            "traffic.sidecar.istio.io/excludeOutboundIPRanges": "10.0.0.0/8",
            "traffic.sidecar.istio.io/excludeOutboundPorts": "5432",
            "traffic.sidecar.istio.io/includeInboundPorts": "80",
            "traffic.sidecar.istio.io/includeOutboundIPRanges": "",
            "sidecar.istio.io/interceptionMode": "NONE",
            "ambient.istio.io/bypass-inbound-capture": "true",
          },
        }),
        pod("shop/b", { annotations: port }),
      ],
      violations: [
        'east/shop/a: spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"] is 80, expected none',
        'east/shop/a: spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInterfaces"] is eth1, expected none',
        'east/shop/a: spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeOutboundIPRanges"] is 10.0.0.0/8, expected none',
        'east/shop/a: spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeOutboundPorts"] is 5432, expected none',
        'east/shop/a: spec.template.metadata.annotations["traffic.sidecar.istio.io/includeInboundPorts"] is 80, expected none',
        'east/shop/a: spec.template.metadata.annotations["traffic.sidecar.istio.io/includeOutboundIPRanges"] is , expected none',
        'east/shop/a: spec.template.metadata.annotations["sidecar.istio.io/interceptionMode"] is NONE, expected none',
        'east/shop/a: spec.template.metadata.annotations["ambient.istio.io/bypass-inbound-capture"] is true, expected none',
        'east/shop/b: metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"] is 80, expected none',
      ],
    },
  ],
  "no-proxy-overrides": [
    {
      title: "whose pods have the proxy that all have, or are outside",
      resources: [
        deployment("shop/a", { annotations: { "sidecar.istio.io/logLevel": "info" } }),
        deployment("istio-system/a", { annotations: own }),
      ],
      violations: [],
    },
    {
      title: "with pods that have one of their own",
      resources: [
        deployment("shop/a", { annotations: own }),
        pod("shop/b", {
          annotations: {
            "sidecar.istio.io/bootstrapOverride": "map",
            "sidecar.istio.io/discoveryAddress": "istiod.example.org:15012",
            "sidecar.istio.io/proxyImage": "envoy:mine",
            "sidecar.istio.io/userVolume": "{}",
            "sidecar.istio.io/userVolumeMount": "{}",
          },
        }),
      ],
      violations: [
        'east/shop/a: spec.template.metadata.annotations["proxy.istio.io/config"] is set, expected none',
        'east/shop/b: metadata.annotations["sidecar.istio.io/bootstrapOverride"] is set, expected none',
        'east/shop/b: metadata.annotations["sidecar.istio.io/discoveryAddress"] is set, expected none',
        'east/shop/b: metadata.annotations["sidecar.istio.io/proxyImage"] is set, expected none',
        'east/shop/b: metadata.annotations["sidecar.istio.io/userVolume"] is set, expected none',
        'east/shop/b: metadata.annotations["sidecar.istio.io/userVolumeMount"] is set, expected none',
      ],
    },
  ],
  "no-pods-as-proxy-user": [
    {
      title: "where only proxies have the proxy's user",
      resources: [
        deployment("shop/a", { spec: as(1000) }),
        deployment("shop/b", { spec: { containers: [{ name: "istio-proxy", ...as(1337) }] } }),
        deployment("shop/c", {
          spec: { ...as(1337), containers: [{ name: "istio-proxy" }, { name: "app", ...as(1) }] },
        }),
        deployment("istio-system/istiod", { spec: as(1337) }),
      ],
      violations: [],
    },
    {
      title: "where others have it, too",
      resources: [
        deployment("shop/a", { spec: as(1337, 1) }),
        pod("shop/b", {
          spec: {
            initContainers: [{ name: "init", ...as(1337) }],
            containers: [
              { name: "istio-proxy", ...as(1337) },
              { name: "app", ...as(1, 1337) },
            ],
          },
        }),
      ],
      violations: [
        "east/shop/a: spec.template.spec.securityContext.runAsUser is 1337, expected another number",
        "east/shop/b: spec.initContainers[init].securityContext.runAsUser is 1337, expected another number",
        "east/shop/b: spec.initContainers[init].securityContext.runAsGroup is 1337, expected another number",
        "east/shop/b: spec.containers[app].securityContext.runAsGroup is 1337, expected another number",
      ],
    },
  ],
  "gateway-labels-on-gateways": [
    {
      title: "whose gateways have them",
      resources: [
        deployment("istio-ingress/a", { labels: ingress, annotations: gateway }),
        deployment("shop/b", { labels: ingress, spec: proxy("auto") }),
        deployment("shop/c", { labels: ingress, spec: proxy("docker.io/istio/proxyv2:1.22.8") }),
        deployment("shop/d", { labels: { istio: "pilot" } }),
        object("east", "core/v1:Service", "shop/e", {}, { labels: ingress }),
      ],
      violations: [],
    },
    {
      title: "where others have them",
      resources: [
        deployment("shop/a", { labels: ingress }),
        deployment("shop/b", {
          labels: { istio: "eastwestgateway" },
          annotations: { "inject.istio.io/templates": "sidecar" },
        }),
        pod("istio-system/c", { labels: { istio: "egressgateway" }, spec: proxy("nginx") }),
        pod("shop/d", { labels: ingress, spec: { containers: [{ name: "app", image: "auto" }] } }),
      ],
      violations: [
        'east/shop/a: spec.template.metadata.labels["istio"] is ingressgateway on a pod that is no gateway, expected none',
        'east/shop/b: spec.template.metadata.labels["istio"] is eastwestgateway on a pod that is no gateway, expected none',
        'east/istio-system/c: metadata.labels["istio"] is egressgateway on a pod that is no gateway, expected none',
        'east/shop/d: metadata.labels["istio"] is ingressgateway on a pod that is no gateway, expected none',
      ],
    },
    {
      title: "with labels and namespaces of its own for gateways",
      resources: [
        deployment("edge-a/a", { labels: { role: "edge" }, annotations: gateway }),
        deployment("shop/b", { labels: { role: "edge" }, annotations: gateway }),
        deployment("shop/c", { labels: ingress }),
      ],
      settings: { labels: ["role=edge"], namespaces: ["edge-*"] },
      violations: [
        'east/shop/b: spec.template.metadata.labels["role"] is edge on a pod of shop, expected none',
      ],
    },
  ],
};
