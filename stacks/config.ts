import * as pulumi from "@pulumi/pulumi";
import { apiServerWarnings } from "./api-server";
import { ConfigError, type ConfigProblem } from "./config-error";
import { type AuthorityInputs, loadAuthority } from "./certificates/load";
import { certificatesSchema, type PemSource } from "./certificates/schema";
import { checkControlPlanes } from "./control-planes/load";
import { unknownMinorWarning } from "./istio-versions";
import { type LoadedKubeconfig, loadKubeconfig } from "./load-kubeconfig";
import { loadCharts } from "./control-planes/load-charts";
import { type MeshWatch, watchMesh } from "./control-planes/watch-rollouts";
import { checkNamespaces } from "./namespaces/load";
import { inMaintenance, maintenanceWarnings } from "./maintenance";
import { missingSecret, namedSecrets } from "./named-secrets";
import { loadObservability } from "./observability/inputs";
import { loadPullSecrets } from "./pull-secrets";
import { readTextFile } from "./read-text-file";
import { repeated } from "./repeated";
import type { StackConfig } from "./schema";
import { checkSecurity } from "./security/load";
import { loadOverlayFiles } from "./tuning/load";
import type { OverlayFiles } from "./tuning/overlay";
import { validate } from "./validate";

/** A stack's config, checked, with the kubeconfig of every cluster. */
export interface LoadedConfig {
  readonly config: StackConfig;
  /** By cluster name; secret. A kubeconfig that another stack has yet to make is unknown in a preview. */
  readonly kubeconfigs: ReadonlyMap<string, pulumi.Output<string>>;
  /** Docker's config of each pull secret that the stack makes, by its name. Secret. */
  readonly pullSecrets: ReadonlyMap<string, pulumi.Output<string>>;
  /** What sections of observability name, by its key in the config. Secret. */
  readonly observabilitySecrets: ReadonlyMap<string, pulumi.Output<string>>;
  /** What overlays name. */
  readonly overlayFiles: OverlayFiles;
  /** What certificates need beside the config. */
  readonly authority: AuthorityInputs;
  /** Says meanwhile what keeps a rollout that takes long; an `up` starts it. */
  readonly watchRollouts: MeshWatch;
  /** What will hardly work, though it is no error. */
  readonly warnings: readonly ConfigProblem[];
}

const objectKeys = [
  "mesh",
  "clusters",
  "certificates",
  "eastWestGateway",
  "gateways",
  "tuning",
  "charts",
  "upgrade",
  "tags",
  "namespaces",
  "security",
  "observability",
];

/**
 * Reads the stack's config, the only place that does, and asks every cluster whether it is there, but those in maintenance.
 * @throws ConfigError that names every problem; nothing has been created then
 */
export async function loadConfig(): Promise<LoadedConfig> {
  const config = new pulumi.Config();
  const prefix = `${config.name}:`;
  const problems: ConfigProblem[] = [];
  const raw = readObjects(config, prefix, problems);
  const overlayFiles = await loadOverlayFiles(raw);
  const validation = validate(raw, prefix, overlayFiles);
  // What cannot be read at all is not missing as well.
  const unreadable = problems.map((one) => one.path);
  problems.push(...validation.problems.filter((one) => !unreadable.includes(one.path)));
  const loaded = await Promise.all(validation.clusters.map((one) => loadKubeconfig(one, config)));
  problems.push(...loaded.flatMap((one) => one.problem ?? []), ...repeatedServers(loaded));
  const pulling = loadPullSecrets(validation.config, config, prefix);
  problems.push(...pulling.problems);
  const away = inMaintenance(validation.clusters).map((one) => one.cluster.name);
  const checked = problems.length === 0 ? validation.config : undefined;
  const reached = loaded.flatMap(({ access, ...one }) =>
    access && !away.includes(one.name) ? [{ ...one, access }] : [],
  );
  const isPreview = pulumi.runtime.isDryRun();
  const unasked = { problems: [], warnings: [] };
  const [authority, controlPlanes, namespaces, security, observability, charts] = await Promise.all(
    [
      loadAuthority({
        certificates: certificatesOf(raw),
        config: checked,
        clusters: validation.clusters,
        reached,
        read: (source) => readPem(source, config),
        isPreview,
        prefix,
      }),
      checked ? checkControlPlanes(checked, reached, isPreview, prefix) : unasked,
      checked ? checkNamespaces(checked, reached, isPreview, prefix) : unasked,
      checked ? checkSecurity(checked, reached, isPreview, prefix) : unasked,
      loadObservability({ checked, config, reached, isPreview, prefix }),
      checked ? loadCharts(checked, prefix) : [],
    ],
  );
  const live = [authority, controlPlanes, namespaces, security, observability];
  problems.push(...live.flatMap((one) => one.problems), ...charts);
  if (validation.config === undefined || problems.length > 0) {
    throw new ConfigError(problems);
  }
  const found = loaded.flatMap(({ name, kubeconfig }) =>
    kubeconfig ? [[name, kubeconfig] as const] : [],
  );
  const servers = loaded.flatMap(({ name, access }) =>
    access ? [[name, access.server] as const] : [],
  );
  return {
    config: validation.config,
    kubeconfigs: new Map(found),
    pullSecrets: pulling.secrets,
    observabilitySecrets: observability.secrets,
    overlayFiles,
    authority: authority.inputs,
    watchRollouts: watchMesh(reached, validation.config.mesh.readyTimeoutSeconds),
    warnings: [
      ...versionWarnings(validation.config, prefix),
      ...validation.warnings,
      ...apiServerWarnings(validation.config, new Map(servers), prefix),
      ...live.flatMap((one) => one.warnings),
      ...maintenanceWarnings(validation.clusters),
    ],
  };
}

function versionWarnings({ mesh }: StackConfig, prefix: string): ConfigProblem[] {
  const message = unknownMinorWarning(mesh.version);
  return message ? [{ path: `${prefix}mesh.version`, message }] : [];
}

/** The config of certificates, or its defaults if there is a problem with it. */
function certificatesOf(raw: Readonly<Record<string, unknown>>) {
  const given = certificatesSchema.prefault({}).safeParse(raw["certificates"]);
  return given.data ?? certificatesSchema.parse({});
}

async function readPem(
  source: PemSource,
  config: pulumi.Config,
): Promise<string | { problem: string }> {
  if ("secret" in source) {
    return (
      config.get(source.secret) ?? {
        problem: missingSecret(source.secret),
      }
    );
  }
  return readTextFile(source.path);
}

/** The config's objects, and its unknown keys: a key that no cluster names as its secret is a slip. */
function readObjects(
  config: pulumi.Config,
  prefix: string,
  problems: ConfigProblem[],
): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const key of objectKeys) {
    const text = config.get(key);
    if (text !== undefined) {
      try {
        raw[key] = JSON.parse(text);
      } catch {
        problems.push({
          path: prefix + key,
          message: "is a plain value, expected an object or a list",
        });
      }
    }
  }
  const naming = ["mesh", "clusters", "certificates", "observability"];
  const secrets = naming.flatMap((key) => namedSecrets(raw[key], key).map((one) => one.key));
  for (const name of Object.keys(pulumi.runtime.allConfig())) {
    const key = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    if (key !== undefined && !objectKeys.includes(key) && !secrets.includes(key)) {
      const expected = `${objectKeys.join(", ")}, or a secret that mesh, clusters, certificates or observability name`;
      problems.push({ path: name, message: `unknown key, expected ${expected}` });
    }
  }
  return raw;
}

/** Clusters that are one and the same: what the one makes the other would take for its own. */
function repeatedServers(loaded: readonly LoadedKubeconfig[]): ConfigProblem[] {
  return repeated(loaded.map((one) => one.access?.server)).map(({ at, text, first }) => ({
    path: loaded[at]?.path ?? "",
    message: `leads to ${text}, as that of cluster "${loaded[first]?.name ?? ""}" does; give each cluster of the mesh an API server of its own`,
  }));
}
