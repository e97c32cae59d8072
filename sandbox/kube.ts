import * as https from "node:https";
import * as k8s from "@kubernetes/client-node";
import { pause } from "./pause";

/** A connection to one sandboxed cluster, as its administrator. */
export interface Kube {
  readonly config: k8s.KubeConfig;
  readonly core: k8s.CoreV1Api;
}

export function connect(kubeconfig: string): Kube {
  const config = new k8s.KubeConfig();
  config.loadFromFile(kubeconfig);
  return { config, core: config.makeApiClient(k8s.CoreV1Api) };
}

/** What happens to the objects of a watched kind. */
export interface ObjectHandlers<T> {
  /** Called for each object when it is first seen and whenever it changes. */
  changed(object: T): void;
  removed?(object: T): void;
}

/** A watch that goes on until it is stopped. */
export interface ObjectWatch<T> {
  list(): readonly T[];
  get(name: string, namespace: string): T | undefined;
  stop(): Promise<void>;
}

const rewatchMs = 500;
const readyAnswerMs = 5_000;

/** Watches all objects at an API path, such as `/api/v1/pods`, and starts anew when the connection breaks. */
export async function watchObjects<T extends k8s.KubernetesObject>(
  kube: Kube,
  path: string,
  list: () => Promise<k8s.KubernetesListObject<T>>,
  handlers: ObjectHandlers<T> = { changed: () => undefined },
): Promise<ObjectWatch<T>> {
  const informer = k8s.makeInformer<T>(kube.config, path, list);
  let stopped = false;
  informer.on("add", (object) => handlers.changed(object));
  informer.on("update", (object) => handlers.changed(object));
  informer.on("delete", (object) => handlers.removed?.(object));
  const restart = () => {
    setTimeout(() => {
      if (!stopped) {
        informer.start().catch(restart);
      }
    }, rewatchMs);
  };
  informer.on("error", restart);
  await informer.start();
  return {
    list: () => informer.list(),
    get: (name, namespace) => informer.get(name, namespace),
    stop: () => {
      stopped = true;
      return informer.stop();
    },
  };
}

/** The status code of a failed request, if it got so far. */
export function statusCode(error: unknown): number | undefined {
  return error instanceof k8s.ApiException ? error.code : undefined;
}

/** Awaits `request`, and takes "there is none" (404) for an answer. */
export async function orNone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (statusCode(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

const againMs = 1_000;

/**
 * Makes a request until the API server has answered it: one that restarts refuses connections for a while, and what a
 * controller has to tell it, it tells once. An answer that says no is thrown.
 */
export async function untilAnswered<T>(
  request: () => Promise<T>,
  stopped: AbortSignal,
  pauseMs = againMs,
): Promise<T | undefined> {
  while (!stopped.aborted) {
    try {
      return await request();
    } catch (error) {
      if (!isUnanswered(error)) {
        throw error;
      }
      await pause(pauseMs, stopped);
    }
  }
  return undefined;
}

/** Whether a request never reached an API server in working order; broken connections have codes of letters. */
function isUnanswered(error: unknown): boolean {
  const code = statusCode(error) ?? (error as { readonly code?: unknown }).code;
  return typeof code === "number" ? code >= 500 : typeof code === "string";
}

/** Options of a merge patch (RFC 7386). */
export const mergePatch = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);

/** Whether the API server says that it is ready, its own roles included; its resources answer before that. */
export async function isReady(kube: Kube, timeout = readyAnswerMs): Promise<boolean> {
  const options: https.RequestOptions = { agent: false, timeout };
  await kube.config.applyToHTTPSOptions(options);
  const url = `${kube.config.getCurrentCluster()?.server ?? ""}/readyz`;
  return new Promise((resolve, reject) => {
    const request = https.get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy(new Error("the API server does not answer")));
    request.on("error", reject);
  });
}
