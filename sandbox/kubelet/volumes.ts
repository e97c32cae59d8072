import * as fs from "node:fs";
import * as path from "node:path";
import type { V1Container, V1Pod, V1Volume, V1VolumeProjection } from "@kubernetes/client-node";
import { type PodIdentity, podField } from "./environment";

/** The content of a Secret or ConfigMap by key. */
export type ObjectData = Readonly<Record<string, Buffer>>;

/** Where the kubelet reads what pods mount; undefined when the object does not exist. */
export interface ObjectSource {
  secret(namespace: string, name: string): Promise<ObjectData | undefined>;
  configMap(namespace: string, name: string): Promise<ObjectData | undefined>;
  /** A token of the pod's own service account, bound to the pod. */
  token(pod: V1Pod, audience: string | undefined, seconds: number | undefined): Promise<string>;
}

/** What a program finds in a file that has the content, by the file's path in the container. */
type Read = (file: string, content: Buffer) => Buffer;

/**
 * Writes the volumes that a container mounts below `root`, which stands for the container's file system.
 * Called again it brings them up to date, as a kubelet does, and leaves alone what has not changed.
 * @throws Error naming the volume that cannot be mounted
 */
export async function writeVolumes(
  pod: V1Pod,
  container: V1Container,
  root: string,
  identity: PodIdentity,
  source: ObjectSource,
  read: Read = (_, content) => content,
): Promise<void> {
  for (const mount of container.volumeMounts ?? []) {
    const volume = pod.spec?.volumes?.find((one) => one.name === mount.name);
    const folder = path.join(root, mount.mountPath);
    if (volume === undefined || mount.subPath !== undefined) {
      throw new Error(`the sandbox cannot mount volume ${mount.name} at ${mount.mountPath}`);
    }
    if (volume.emptyDir) {
      fs.mkdirSync(folder, { recursive: true });
      continue;
    }
    const files = Object.entries(await volumeFiles(pod, volume, identity, source)).map(
      ([name, content]) => [name, read(path.join(mount.mountPath, name), content)] as const,
    );
    publish(folder, Object.fromEntries(files));
  }
}

type Files = Record<string, Buffer>;

async function volumeFiles(
  pod: V1Pod,
  volume: V1Volume,
  identity: PodIdentity,
  source: ObjectSource,
): Promise<Files> {
  const { secret, configMap, projected, downwardAPI } = volume;
  if (projected) {
    const parts = await Promise.all(
      (projected.sources ?? []).map((one) => projectionFiles(pod, one, identity, source)),
    );
    return Object.assign({}, ...parts) as Files;
  }
  if (secret) {
    return projectionFiles(
      pod,
      { secret: { ...secret, name: secret.secretName } },
      identity,
      source,
    );
  }
  if (configMap ?? downwardAPI) {
    return projectionFiles(pod, { configMap, downwardAPI }, identity, source);
  }
  throw new Error(`the sandbox cannot mount volume ${volume.name}: its kind is not supported`);
}

async function projectionFiles(
  pod: V1Pod,
  projection: V1VolumeProjection,
  identity: PodIdentity,
  source: ObjectSource,
): Promise<Files> {
  const namespace = pod.metadata?.namespace ?? "";
  const { secret, configMap, serviceAccountToken, downwardAPI } = projection;
  if (serviceAccountToken) {
    const { audience, expirationSeconds } = serviceAccountToken;
    const token = await source.token(pod, audience, expirationSeconds);
    return { [serviceAccountToken.path]: Buffer.from(token) };
  }
  if (downwardAPI) {
    const items = (downwardAPI.items ?? []).flatMap((item) =>
      item.fieldRef
        ? [[item.path, Buffer.from(podField(pod, item.fieldRef, identity))] as const]
        : [],
    );
    return Object.fromEntries(items);
  }
  const ref = secret ?? configMap;
  const name = ref?.name ?? "";
  const data = secret
    ? await source.secret(namespace, name)
    : await source.configMap(namespace, name);
  if (data === undefined && !ref?.optional) {
    throw new Error(`${secret ? "secret" : "configmap"} "${name}" not found`);
  }
  const items = ref?.items ?? Object.keys(data ?? {}).map((key) => ({ key, path: key }));
  const files: Files = {};
  for (const item of items) {
    const value = data?.[item.key];
    if (value !== undefined) {
      files[item.path] = value;
    } else if (!ref?.optional) {
      throw new Error(`${secret ? "secret" : "configmap"} "${name}" has no key "${item.key}"`);
    }
  }
  return files;
}

/**
 * Puts files into a volume as the kubelet's atomic writer does: the files are links through `..data`, a link that is
 * switched to a new folder in one step, so a reader never sees two generations mixed. istiod watches for just that.
 */
function publish(folder: string, files: Files): void {
  const current = path.join(folder, "..data");
  if (fs.existsSync(current) && sameFiles(current, files)) {
    return;
  }
  fs.mkdirSync(folder, { recursive: true });
  // A name of its own: two generations of one millisecond would share a folder named after the time.
  const target = fs.mkdtempSync(path.join(folder, "..generation-"));
  const generation = path.basename(target);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(target, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content, { mode: 0o600 });
  }
  const old = fs.existsSync(current) ? fs.readlinkSync(current) : undefined;
  const next = path.join(folder, "..data_tmp");
  fs.rmSync(next, { force: true });
  fs.symlinkSync(generation, next);
  fs.renameSync(next, current);
  const top = new Set(Object.keys(files).map((name) => name.split("/")[0] ?? name));
  for (const entry of fs.readdirSync(folder)) {
    if (!entry.startsWith("..") && !top.has(entry)) {
      fs.rmSync(path.join(folder, entry));
    }
  }
  for (const name of top) {
    if (!fs.existsSync(path.join(folder, name))) {
      fs.symlinkSync(path.join("..data", name), path.join(folder, name));
    }
  }
  if (old !== undefined) {
    fs.rmSync(path.join(folder, old), { recursive: true, force: true });
  }
}

function sameFiles(folder: string, files: Files): boolean {
  const names = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const present = names.filter((entry) => entry.isFile()).length;
  return (
    present === Object.keys(files).length &&
    Object.entries(files).every(([name, content]) => {
      const file = path.join(folder, name);
      return fs.existsSync(file) && fs.readFileSync(file).equals(content);
    })
  );
}
