import { remoteSecretLabel } from "../../components/names";
import { istioVersions } from "../../stacks/istio-versions";
import { rotationBugs } from "../../stacks/versions/upgrades";
import { minorName, versionNumber } from "../../stacks/versions/version-number";
import { istiodOf } from "../seen/control-plane";
import { decided } from "../decided";
import { labelOf } from "../seen/resource";
import { ofObjects, type ResourceRule, type Settings, type StackRule, type Subject } from "../rule";
import { at } from "../values";

const supported = "https://istio.io/latest/docs/releases/supported-releases/";

const versionSkew: StackRule = {
  name: "control-plane-version-skew",
  description: "The mesh's control planes are at most one minor version apart",
  why: "Istio supports no more between what serves and what is served, and in a mesh every proxy also meets those of the other control planes.",
  remediation:
    "upgrade the older one first, by one minor version at a time: mesh.version, or upgrade with upgrade.clusters",
  severity: "high",
  level: "mandatory",
  source: `${supported}#control-planedata-plane-skew`,
  checkStack: (stack) => {
    const planes = stack.controlPlanes.flatMap((plane) => {
      const minor = versionNumber(plane.version)?.minor;
      return minor === undefined ? [] : [{ ...plane, minor }];
    });
    const newest = Math.max(...planes.map((one) => one.minor));
    return planes
      .filter((one) => newest - one.minor > 1)
      .map(({ version, minor, object }) => ({
        message: `istiod's version is ${version}, ${newest - minor} minor versions behind the mesh's newest, expected ${minorName(newest - 1)} or newer`,
        about: object,
      }));
  },
};

const days = 24 * 60 * 60 * 1000;

const supportedVersion: ResourceRule = {
  name: "supported-istio-version",
  description: "No control plane runs a version that is past its end of life",
  why: "Such a version gets no fixes any more, also of vulnerabilities that are public.",
  remediation: "upgrade, by one minor version at a time: mesh.version, or upgrade",
  severity: "high",
  level: "advisory",
  source: supported,
  settings: {
    graceDays: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "Days after its end of life on which a version may still run.",
    },
  },
  check: ofObjects((object, settings) => {
    const version = istiodOf(object)?.version;
    const ended = version && endOfLife(version);
    return ended && Date.parse(ended) + (graceDays(settings) + 1) * days <= Date.now()
      ? [`istiod's version is ${version}, whose end of life was ${ended}, expected a supported one`]
      : [];
  }),
};

/** Last day with fixes; that of the oldest known version stands for all before it. */
function endOfLife(version: string): string | undefined {
  const { minor = Infinity } = versionNumber(version) ?? {};
  return istioVersions.find((one) => minor <= one.minor)?.endOfLife;
}

function graceDays(settings: Settings): number {
  const given = at(settings, "graceDays");
  return typeof given === "number" ? given : 0;
}

const rotationBug: StackRule = {
  name: "no-remote-secret-rotation-bug",
  description:
    "No control plane that reads remote secrets runs a version that loses track when one changes",
  why: "The token in a remote secret is rotated, and then such an istiod misses or loses a whole cluster until it is restarted.",
  remediation: "set mesh.version, or upgrade.version, to a release that has the fix",
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/news/releases/1.30.x/announcing-1.30.4/",
  checkStack: (stack) => {
    const readers = decided(stack.of("core/Secret"), (secret) =>
      Object.entries(remoteSecretLabel).every(([label, value]) => labelOf(secret, label) === value)
        ? [secret.cluster]
        : [],
    ).found;
    return stack.controlPlanes
      .filter((one) => readers.includes(one.cluster))
      .flatMap(({ version, object }) =>
        rotationBugs(version).map(({ effect, issue, fixedIn }) => ({
          message: `istiod's version is ${version}, in which ${effect} (${issue}), expected ${fixedIn} or newer`,
          about: object,
        })),
      );
  },
};

const released: ResourceRule = {
  name: "released-istio-version",
  description: "No control plane runs a development build or a version before its release",
  why: "Such a build gets no security fixes, and Istio promises nothing of it.",
  remediation: "set mesh.version to a release, such as 1.22.8",
  severity: "medium",
  level: "advisory",
  source: "https://istio.io/latest/docs/releases/feature-stages/",
  check: ofObjects((object) => {
    const version = istiodOf(object)?.version ?? "";
    return /(^|[-.])(alpha|beta|rc|dev|latest|master|nightly)\b/.test(version)
      ? [`istiod's version is ${version}, expected a release`]
      : [];
  }),
};

export const versions: Subject = {
  title: "Versions",
  rules: [versionSkew, supportedVersion, rotationBug, released],
};
