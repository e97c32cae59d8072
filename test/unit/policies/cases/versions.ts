import { type Cases, charts, member, object, operator } from "./case";

const installed = (cluster: string, tag: string) => operator(cluster, { tag });
const rendered = (cluster: string, tag: string) =>
  charts(cluster, { image: `docker.io/istio/pilot:${tag}` });
const remoteSecret = (cluster: string, label = "true") =>
  object(
    cluster,
    "core/v1:Secret",
    "istio-system/istio-remote-secret-other",
    {},
    { labels: { "istio/multiCluster": label } },
  );

export const versions: Cases = {
  "control-plane-version-skew": [
    {
      title: "that is on its way from one minor version to the next",
      resources: [
        installed("east", "1.22.8"),
        ...rendered("west", "1.23.1-distroless"),
        installed("own", "ours"),
      ],
      violations: [],
    },
    {
      title: "with istiods two and more minor versions behind",
      resources: [
        installed("east", "1.20.3"),
        ...rendered("north", "1.22.8"),
        ...rendered("west", "1.23-alpha.0123abc"),
        ...rendered("south", "1.21.6"),
      ],
      violations: [
        "east/istio-system/istio: istiod's version is 1.20.3, 3 minor versions behind the mesh's newest, expected 1.22 or newer",
        "south/istio-system/istiod: istiod's version is 1.21.6, 2 minor versions behind the mesh's newest, expected 1.22 or newer",
      ],
    },
  ],
  "supported-istio-version": [
    {
      title: "of a version that nobody has given an end, and a remote, which has no istiod",
      resources: [
        installed("east", "1.99.0"),
        ...rendered("west", "ours"),
        operator("edge", { profile: "remote", tag: "1.16.7" }),
        member("edge", { primary: "east" }),
      ],
      violations: [],
    },
    {
      title: "of old versions, with as much time as it takes",
      resources: [installed("east", "1.22.8"), ...rendered("west", "1.15.7")],
      settings: { graceDays: 36500 },
      violations: [],
    },
    {
      title: "of versions that get no fixes any more",
      resources: [installed("east", "1.22-alpha.0123abc"), ...rendered("west", "1.15.7")],
      violations: [
        "east/istio-system/istio: istiod's version is 1.22-alpha.0123abc, whose end of life was 2025-01-22, expected a supported one",
        "west/istio-system/istiod: istiod's version is 1.15.7, whose end of life was 2023-07-25, expected a supported one",
      ],
    },
  ],
  "no-remote-secret-rotation-bug": [
    {
      title: "of fixed versions, or without a remote secret where the version has the bug",
      resources: [
        ...rendered("east", "1.30.4"),
        remoteSecret("east"),
        ...rendered("west", "1.30.2"),
        remoteSecret("west", "false"),
        installed("north", "1.22.8"),
        remoteSecret("north"),
      ],
      violations: [],
    },
    {
      title: "of versions with the bug",
      resources: [
        ...rendered("east", "1.30.3-distroless"),
        remoteSecret("east"),
        installed("west", "1.29.2"),
        remoteSecret("west"),
      ],
      violations: [
        "east/istio-system/istiod: istiod's version is 1.30.3, in which a changed remote secret can lose the gateways of the cluster's network (https://github.com/istio/istio/issues/60920), expected 1.30.4 or newer",
        "east/istio-system/istiod: istiod's version is 1.30.3, in which a changed remote secret can wipe the cluster's endpoints (https://github.com/istio/istio/issues/61043), expected 1.30.4 or newer",
        "west/istio-system/istio: istiod's version is 1.29.2, in which a changed remote secret can stop istiod from reading other clusters (https://github.com/istio/istio/issues/59875), expected 1.29.3 or newer",
      ],
    },
  ],
  "released-istio-version": [
    {
      title: "of releases, also of somebody's own",
      resources: [
        installed("east", "1.22.8"),
        ...rendered("west", "1.22.8-distroless"),
        ...rendered("north", "1.22.8-betamax.1"),
      ],
      violations: [],
    },
    {
      title: "of what comes before a release",
      resources: [
        installed("east", "1.22-alpha.55f12a68b4f9"),
        ...rendered("west", "1.22.0-rc.1"),
        installed("north", "latest"),
      ],
      violations: [
        "east/istio-system/istio: istiod's version is 1.22-alpha.55f12a68b4f9, expected a release",
        "west/istio-system/istiod: istiod's version is 1.22.0-rc.1, expected a release",
        "north/istio-system/istio: istiod's version is latest, expected a release",
      ],
    },
  ],
};
