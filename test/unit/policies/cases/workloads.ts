import type { GroupKind } from "../../../../policies/seen/resource";
import { type Cases, charts, object, operator } from "./case";

type Fields = Readonly<Record<string, unknown>>;

const inject = { annotations: { "inject.istio.io/templates": "sidecar,gateway" } };
const workload = (kind: GroupKind, address: string, spec: Fields, metadata: Fields = {}) =>
  object("east", kind.replace("/", "/v1:"), address, { spec: { template: { metadata, spec } } });
const whole = {
  requests: { cpu: "1", memory: "1Gi" },
  limits: { cpu: "2", memory: "2Gi" },
};
const template = "spec.template.spec.containers";

const hard = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
const nonRoot = { runAsNonRoot: true };
const confined = { seccompProfile: { type: "RuntimeDefault" } };
const unconfined = { seccompProfile: { type: "Unconfined" } };

const patched = (...patches: Fields[]) =>
  operator("east", {
    components: { pilot: { k8s: { overlays: [{ kind: "Deployment", patches }] } } },
  });
const context = `${template}.[name:discovery].securityContext`;

export const workloads: Cases = {
  "requests-and-limits": [
    {
      title: "whose istiods and gateways say all, and whose other pods say nothing",
      resources: [
        operator("east", {}, { pilot: { resources: { limits: whole.limits } } }),
        operator("edge", { profile: "remote" }),
        ...charts("west", { container: { resources: whole } }),
        workload(
          "apps/Deployment",
          "a/gateway",
          { containers: [{ name: "istio-proxy", image: "auto", resources: whole }] },
          inject,
        ),
        workload("apps/Deployment", "a/other", { containers: [{ name: "c" }] }),
      ],
      violations: [],
    },
    {
      title: "of which less is asked",
      resources: charts("west", { container: { resources: { requests: { cpu: "1" } } } }),
      settings: { amounts: ["requests.cpu"] },
      violations: [],
    },
    {
      title: "whose istiods and gateways leave something out",
      resources: [
        operator("east", {
          components: { pilot: { k8s: { resources: { limits: { memory: "2Gi" } } } } },
        }),
        ...charts("west", { container: { resources: { requests: whole.requests } } }),
        workload(
          "apps/DaemonSet",
          "a/gateway",
          {
            containers: [
              { name: "istio-proxy", image: "auto" },
              { name: "other", resources: whole },
            ],
          },
          inject,
        ),
      ],
      violations: [
        "east/istio-system/istio: istiod's resources.limits.cpu is not set, expected a quantity",
        `west/istio-system/istiod: ${template}[discovery].resources.limits.cpu is not set, expected a quantity`,
        `west/istio-system/istiod: ${template}[discovery].resources.limits.memory is not set, expected a quantity`,
        `east/a/gateway: ${template}[istio-proxy].resources.requests.cpu is not set, expected a quantity`,
        `east/a/gateway: ${template}[istio-proxy].resources.requests.memory is not set, expected a quantity`,
        `east/a/gateway: ${template}[istio-proxy].resources.limits.cpu is not set, expected a quantity`,
        `east/a/gateway: ${template}[istio-proxy].resources.limits.memory is not set, expected a quantity`,
      ],
    },
  ],
  "hardened-containers": [
    {
      title: "whose containers are, by themselves, by their pod or by the injector",
      resources: [
        operator("east"),
        patched({ path: `${context}.readOnlyRootFilesystem`, value: true }, { path: "spec.x" }),
        ...charts("west", { container: { securityContext: { ...hard, ...nonRoot } } }),
        workload("apps/StatefulSet", "a/b", {
          securityContext: nonRoot,
          initContainers: [{ name: "c", securityContext: hard }],
          containers: [{ name: "c", securityContext: hard }],
        }),
        workload("apps/Deployment", "a/gateway", {
          containers: [{ name: "istio-proxy", image: "auto", securityContext: hard }],
        }),
        object("east", "core/v1:ConfigMap", "a/b", { data: {} }),
      ],
      violations: [],
    },
    {
      title: "whose containers may do more",
      resources: [
        ...charts("west"),
        workload("apps/DaemonSet", "a/b", {
          securityContext: nonRoot,
          initContainers: [{ name: "c", securityContext: { ...hard, runAsNonRoot: false } }],
          containers: [
            { name: "d", securityContext: { ...hard, allowPrivilegeEscalation: true } },
            { name: "e", image: "auto", securityContext: { readOnlyRootFilesystem: false } },
          ],
        }),
        patched(
          { path: `${context}.readOnlyRootFilesystem`, value: false },
          { path: `${context}.runAsNonRoot` },
        ),
      ],
      violations: [
        `west/istio-system/istiod: ${template}[discovery].securityContext.runAsNonRoot is not set, expected true`,
        `west/istio-system/istiod: ${template}[discovery].securityContext.allowPrivilegeEscalation is not set, expected false`,
        `west/istio-system/istiod: ${template}[discovery].securityContext.readOnlyRootFilesystem is not set, expected true`,
        "east/a/b: spec.template.spec.initContainers[c].securityContext.runAsNonRoot is false, expected true",
        `east/a/b: ${template}[d].securityContext.allowPrivilegeEscalation is true, expected false`,
        `east/a/b: ${template}[e].securityContext.readOnlyRootFilesystem is false, expected true`,
        `east/istio-system/istio: spec.components.pilot.k8s.overlays: ${context}.readOnlyRootFilesystem is false, expected true`,
        `east/istio-system/istio: spec.components.pilot.k8s.overlays: ${context}.runAsNonRoot is not set, expected true`,
      ],
    },
  ],
  "seccomp-profile": [
    {
      title: "whose containers have one, by themselves or by their pod",
      resources: [
        operator("east", {}, { pilot: confined }),
        operator("north", { components: { pilot: { k8s: { securityContext: confined } } } }),
        operator("edge", { profile: "remote" }),
        ...charts("west", { container: { securityContext: confined } }),
        workload("apps/Deployment", "a/b", {
          securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "a.json" } },
          containers: [{ name: "c" }],
        }),
      ],
      violations: [],
    },
    {
      title: "whose containers have none, or are let go",
      resources: [
        operator("east"),
        operator("north", {}, { pilot: unconfined }),
        ...charts("west"),
        workload("apps/Deployment", "a/gateway", {
          securityContext: { sysctls: [{ name: "a", value: "0" }] },
          containers: [{ name: "istio-proxy", image: "auto" }],
        }),
        workload("apps/DaemonSet", "a/b", {
          securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "a.json" } },
          initContainers: [{ name: "c", securityContext: { ...hard, ...unconfined } }],
          containers: [{ name: "d" }],
        }),
        object("east", "core/v1:Pod", "a/pod", {
          spec: { securityContext: unconfined, containers: [{ name: "c" }] },
        }),
      ],
      violations: [
        "east/istio-system/istio: spec.values.pilot.seccompProfile.type is not set, expected RuntimeDefault or Localhost",
        `north/istio-system/istio: spec.values.pilot.seccompProfile.type is "Unconfined", expected RuntimeDefault or Localhost`,
        `west/istio-system/istiod: ${template}[discovery].securityContext.seccompProfile.type is not set, expected RuntimeDefault or Localhost`,
        `east/a/gateway: ${template}[istio-proxy].securityContext.seccompProfile.type is not set, expected RuntimeDefault or Localhost`,
        `east/a/b: spec.template.spec.initContainers[c].securityContext.seccompProfile.type is "Unconfined", expected RuntimeDefault or Localhost`,
        `east/a/pod: spec.containers[c].securityContext.seccompProfile.type is "Unconfined", expected RuntimeDefault or Localhost`,
      ],
    },
  ],
};
