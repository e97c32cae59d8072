import { decided } from "../decided";
import { imagesOf, isPinned, wholeName } from "../seen/images";
import { ofObjects, type ResourceRule, type StackRule, type Subject } from "../rule";
import { textsAt } from "../values";

const keys =
  "mesh.hub and mesh.version are Istio's, observability has those of its sections by the key image";

const pinnedImages: ResourceRule = {
  name: "pinned-images",
  description: "Every image has a tag other than latest, or a digest",
  why: "What else runs is decided by when a node pulls it: two pods of one Deployment can differ, and a rollback rolls nothing back.",
  remediation: `name a version, or @sha256: and the digest; ${keys}`,
  severity: "high",
  level: "mandatory",
  source: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  check: ofObjects((object) =>
    imagesOf(object)
      .filter(({ image }) => !isPinned(image))
      .map(({ place, image }) => `${place} is ${image}, expected a tag but latest, or a digest`),
  ),
};

/** What Istio publishes, and the defaults of `observability`. */
const defaultRegistries = [
  "docker.io/istio",
  "registry.istio.io/release",
  "gcr.io/istio-release",
  "docker.io/otel",
  "quay.io/prometheus",
  "quay.io/prometheus-operator",
  "quay.io/thanos",
  "quay.io/kiali",
];

const approvedRegistries: ResourceRule = {
  name: "approved-registries",
  description: "Every image is from an approved registry",
  why: "Who can push to where an image is from can run anything beside the mesh's keys.",
  remediation: `take it from an approved registry, or approve its registry by the setting registries; ${keys}`,
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/blog/2026/retirement-of-gcr.io-follow-up/",
  settings: {
    registries: {
      type: "array",
      items: { type: "string" },
      default: defaultRegistries,
      description:
        "Registries with as much of the path as counts, such as registry.example.org/istio, which mesh.hub may then be; docker.io is written out.",
    },
  },
  check: ofObjects((object, settings) => {
    const registries =
      settings["registries"] === undefined ? defaultRegistries : textsAt(settings, "registries");
    return imagesOf(object)
      .filter(({ image }) => !registries.some((one) => wholeName(image).startsWith(`${one}/`)))
      .map(
        ({ place, image }) => `${place} is ${image}, expected one from ${registries.join(", ")}`,
      );
  }),
};

const distroless: StackRule = {
  name: "distroless-images",
  description: "Control planes and proxies have Istio's distroless images",
  why: "The others have a shell and a distribution's packages, which an intruder can use and which have vulnerabilities of their own.",
  remediation: "set values.global.variant to distroless in an overlay of tuning.overlays",
  severity: "medium",
  level: "advisory",
  source: "https://istio.io/latest/docs/ops/configuration/security/harden-docker-images/",
  checkStack: (stack) =>
    decided(stack.controlPlanes, ({ object, image, proxyImage }) =>
      Object.entries({ "istiod's image": image, "the proxies' image": proxyImage })
        .filter(([, one]) => !/-distroless(@|$)/.test(one))
        .map(([place, one]) => ({
          message: `${place} is ${one}, expected a tag that ends with -distroless`,
          about: object,
        })),
    ).found,
};

export const images: Subject = {
  title: "Images",
  rules: [pinnedImages, approvedRegistries, distroless],
};
