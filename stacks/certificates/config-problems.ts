import type { ConfigProblem } from "../config-error";
import { noRotationReason } from "../istio-versions";
import { roleOf } from "../topology";
import type { CheckedCluster } from "../topology-problems";
import { type CertificatesConfig, certificatesSchema, recipeOf, type RootConfig } from "./schema";

/**
 * What is wrong with how certificates and clusters fit, as far as the config alone tells.
 * @param raw the config's `certificates`, as it was written
 * @param clusters those that are well-formed in themselves
 * @param version Istio's, if it is given
 */
export function certificatesProblems(
  raw: unknown,
  clusters: readonly CheckedCluster[],
  version: string | undefined,
  prefix: string,
): ConfigProblem[] {
  const config = certificatesSchema.prefault({}).safeParse(raw).data;
  if (config === undefined) {
    return [];
  }
  const path = `${prefix}certificates`;
  if (config.issuer === "external") {
    return externalProblems(raw, clusters, path);
  }
  return [
    ...lifetimeProblems(config, path),
    ...rotationProblems(config, version, path),
    ...clusters.flatMap((one) => intermediateProblems(one, config, path)),
  ];
}

function externalProblems(
  raw: unknown,
  clusters: readonly CheckedCluster[],
  path: string,
): ConfigProblem[] {
  const own = ["root", "intermediates", "rotation", "settleHours", "abandon", "protect"];
  const given = Object.keys(raw as object).filter((key) => own.includes(key));
  return [
    ...given.map((key) => `${path}.${key}`),
    ...clusters
      .filter(({ cluster }) => cluster.intermediate !== undefined)
      .map((one) => `${one.path}.intermediate`),
  ].map((unused) => ({
    path: unused,
    message: `nobody would use it, for ${path}.issuer is external; leave one of them out`,
  }));
}

/** Roots of the config, with their paths. */
function rootsOf(config: CertificatesConfig, path: string): (readonly [string, RootConfig])[] {
  const { root, rotation } = config;
  return [
    [`${path}.root`, root],
    ...(rotation ? ([[`${path}.rotation.to`, rotation.to]] as const) : []),
  ];
}

/** The root that signs in the phase that the config names. */
function signerOf({ root, rotation }: CertificatesConfig): RootConfig {
  return rotation === undefined || rotation.phase === "trustBoth" ? root : rotation.to;
}

function lifetimeProblems(config: CertificatesConfig, path: string): ConfigProblem[] {
  const { validityDays } = config.intermediates;
  return rootsOf(config, path).flatMap(([at, root]) => {
    const limit = recipeOf(root)?.validityDays ?? validityDays;
    return validityDays > limit
      ? [
          {
            path: `${path}.intermediates.validityDays`,
            message: `${validityDays} is more than the ${limit} of ${at}, an intermediate must not outlive its root`,
          },
        ]
      : [];
  });
}

function rotationProblems(
  { root, rotation }: CertificatesConfig,
  version: string | undefined,
  path: string,
): ConfigProblem[] {
  if (rotation === undefined) {
    return [];
  }
  const reason = version === undefined ? undefined : noRotationReason(version);
  return [
    ...(rotation.to.name === root.name
      ? [
          {
            path: `${path}.rotation.to.name`,
            message: `"${root.name}" is the name of the root in force, give the new one another`,
          },
        ]
      : []),
    ...(reason === undefined ? [] : [{ path: `${path}.rotation`, message: reason }]),
  ];
}

function intermediateProblems(
  { path, cluster }: CheckedCluster,
  config: CertificatesConfig,
  certificates: string,
): ConfigProblem[] {
  const { intermediate } = cluster;
  if (roleOf(cluster) === "remote") {
    return intermediate === undefined
      ? []
      : [
          {
            path: `${path}.intermediate`,
            message: `"${cluster.name}" is a remote, the istiod of its primary signs for it; give it to "${cluster.primary ?? ""}" or leave it out`,
          },
        ];
  }
  const signer = signerOf(config);
  if (intermediate?.upload !== undefined && signer.upload === undefined) {
    return [
      {
        path: `${path}.intermediate.upload`,
        message: `root "${signer.name}" is made by the stack, which issues the intermediates itself; leave it out, or upload the root that issued it`,
      },
    ];
  }
  const isOffline = signer.upload !== undefined && signer.upload.key === undefined;
  return isOffline && intermediate?.upload === undefined
    ? [
        {
          path: `${path}.intermediate.upload`,
          message: `missing, the key of root "${signer.name}" is offline: give this primary an intermediate that the root has issued, or give ${certificates}'s root its key`,
        },
      ]
    : [];
}
