import { type Cases, charts, member, object, operator } from "./case";

const certificate = "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n";
const cacerts = (cluster: string, roots: number, address = "istio-system/cacerts") =>
  object(cluster, "core/v1:Secret", address, {
    data: { "root-cert.pem": Buffer.from(certificate.repeat(roots)).toString("base64") },
  });
const ofIstiod = (cluster: string, type: string, spec: object, name = "istiod") =>
  object(cluster, type, `istio-system/${name}`, { spec });
const budget = (cluster: string) => ofIstiod(cluster, "policy/v1:PodDisruptionBudget", {});
const scaler = (cluster: string, minReplicas: number, name?: string) =>
  ofIstiod(cluster, "autoscaling/v2:HorizontalPodAutoscaler", { minReplicas }, name);
const served = [member("edge", { primary: "east" }), member("wing", { primary: "east" })];
const noBudget = { global: { defaultPodDisruptionBudget: { enabled: false } } };
const rotating = { pilot: { env: { ISTIO_MULTIROOT_MESH: "true" } } };

export const controlPlane: Cases = {
  "redundant-istiod-of-remotes": [
    {
      title: "with two istiods where others are served, and one elsewhere",
      resources: [
        operator("east", {}, { pilot: { autoscaleMin: 2 } }),
        ...served,
        ...charts("west", { replicas: 2 }),
        budget("west"),
        scaler("east", 1),
        member("wide", { primary: "west" }),
        operator("north", {}, noBudget),
        member("north"),
      ],
      violations: [],
    },
    {
      title: "that says in the operator's own words how many there are",
      resources: [
        operator("east", {
          components: { pilot: { k8s: { hpaSpec: { minReplicas: 2 } } } },
        }),
        operator(
          "west",
          { components: { pilot: { k8s: { replicaCount: 3 } } } },
          { pilot: { autoscaleEnabled: false } },
        ),
        ...served,
        member("wide", { primary: "west" }),
      ],
      settings: { minReplicas: 2 },
      violations: [],
    },
    {
      title: "with a single istiod, or none that has to stay, where others are served",
      resources: [
        operator("east", {}, noBudget),
        ...served,
        ...charts("west"),
        scaler("west", 2, "istiod-other"),
        member("wide", { primary: "west" }),
      ],
      violations: [
        "east/istio-system/istio: istiod's least number of replicas is 1, expected 2, for it serves edge, wing",
        "east/istio-system/istio: istiod has no PodDisruptionBudget, expected one, for it serves edge, wing",
        "west/istio-system/istiod: istiod's least number of replicas is 1, expected 2, for it serves wide",
        "west/istio-system/istiod: istiod has no PodDisruptionBudget, expected one, for it serves wide",
      ],
    },
    {
      title: "with fewer istiods than are asked for",
      resources: [
        ...charts("east"),
        scaler("east", 2),
        budget("east"),
        member("edge", { primary: "east" }),
      ],
      settings: { minReplicas: 3 },
      violations: [
        "east/istio-system/istiod: istiod's least number of replicas is 2, expected 3, for it serves edge",
      ],
    },
  ],
  "redundant-istiod": [
    {
      title: "with two istiods, or with one where others are served",
      resources: [
        ...charts("west"),
        scaler("west", 2),
        budget("west"),
        operator("east", {}, noBudget),
        ...served,
      ],
      violations: [],
    },
    {
      title: "with a single istiod",
      resources: [
        operator("east", {}, { pilot: { autoscaleEnabled: false, replicaCount: 1 } }),
        ...charts("west", { replicas: 2 }),
      ],
      violations: [
        "east/istio-system/istio: istiod's least number of replicas is 1, expected 2",
        "west/istio-system/istiod: istiod has no PodDisruptionBudget, expected one",
      ],
    },
  ],
  "no-weakening-istiod-variables": [
    {
      title: "with other variables, and with these as they are by default",
      resources: [
        operator("east", {}, { pilot: { env: { PILOT_HTTP10: "true", XDS_AUTH: "true" } } }),
        ...charts("west", {
          env: {
            TRUSTED_GATEWAY_CIDR: "",
            UNSAFE_ENABLE_ADMIN_ENDPOINTS: "false",
            PILOT_SKIP_VALIDATE_TRUST_DOMAIN: "0",
          },
        }),
        operator("edge", { profile: "remote" }, { pilot: { env: { XDS_AUTH: "false" } } }),
      ],
      violations: [],
    },
    {
      title: "with one that may be set",
      resources: charts("east", { env: { TRUSTED_GATEWAY_CIDR: "10.0.0.0/8" } }),
      settings: { variables: ["TRUSTED_GATEWAY_CIDR"] },
      violations: [],
    },
    {
      title: "with variables that switch checks off",
      resources: [
        operator(
          "east",
          {
            components: {
              pilot: { k8s: { env: [{ name: "PILOT_SKIP_VALIDATE_TRUST_DOMAIN", value: "1" }] } },
            },
          },
          { pilot: { env: { XDS_AUTH: false } } },
        ),
        ...charts("west", {
          env: {
            PILOT_INSECURE_MULTICLUSTER_KUBECONFIG_OPTIONS: "exec",
            ENABLE_DEBUG_ENDPOINT_AUTH: "F",
          },
        }),
      ],
      violations: [
        `east/istio-system/istio: istiod's variable PILOT_SKIP_VALIDATE_TRUST_DOMAIN is "1", expected false`,
        `east/istio-system/istio: istiod's variable XDS_AUTH is "false", expected true`,
        `west/istio-system/istiod: istiod's variable PILOT_INSECURE_MULTICLUSTER_KUBECONFIG_OPTIONS is "exec", expected none`,
        `west/istio-system/istiod: istiod's variable ENABLE_DEBUG_ENDPOINT_AUTH is "F", expected true`,
      ],
    },
  ],
  "multi-root-mesh-only-with-two-roots": [
    {
      title: "that rotates its root, or of which nobody knows",
      resources: [
        operator("east", {}, rotating),
        cacerts("east", 2),
        cacerts("east", 1, "shop/cacerts"),
        cacerts("east", 1, "istio-system/other"),
        operator("external", {}, rotating),
        operator("north"),
        cacerts("north", 1),
      ],
      violations: [],
    },
    {
      title: "whose rotation has come to its end",
      resources: [
        operator("east", {}, rotating),
        cacerts("east", 1),
        ...charts("west", { env: { ISTIO_MULTIROOT_MESH: "true" } }),
        cacerts("west", 1),
      ],
      violations: [
        `east/istio-system/istio: istiod's variable ISTIO_MULTIROOT_MESH is "true", and cacerts has one root, expected two`,
        `west/istio-system/istiod: istiod's variable ISTIO_MULTIROOT_MESH is "true", and cacerts has one root, expected two`,
      ],
    },
  ],
  "no-privileged-init-containers": [
    {
      title: "whose nodes redirect the traffic of pods",
      resources: [
        operator("east", { components: { cni: { enabled: true } } }),
        operator("north", {}, { istio_cni: { enabled: true } }),
        operator("south", {}, { pilot: { cni: { enabled: true } } }),
        operator("old", {}, { pilot: { env: { PILOT_ENABLE_AMBIENT_CONTROLLERS: "true" } } }),
        ...charts("west", { env: { PILOT_ENABLE_AMBIENT: "true" } }),
        ...charts("wide", { injector: { pilot: { cni: { enabled: true } } } }),
      ],
      violations: [],
    },
    {
      title: "whose pods do it themselves",
      resources: [
        operator("east", {}, { pilot: { enabled: true, cni: { enabled: false } } }),
        ...charts("west"),
      ],
      violations: [
        "east/istio-system/istio: neither values.pilot.cni.enabled nor ambient mode is on, expected one of them",
        "west/istio-system/istiod: neither values.pilot.cni.enabled nor ambient mode is on, expected one of them",
      ],
    },
  ],
};
