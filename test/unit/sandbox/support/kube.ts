import { ApiException } from "@kubernetes/client-node";
import * as k8s from "@kubernetes/client-node";
import type { Kube } from "../../../../sandbox/kube";

/** A connection whose core API has only the given methods. */
export function fakeKube(methods: Partial<Record<keyof k8s.CoreV1Api, unknown>>): Kube {
  const config = new k8s.KubeConfig();
  return { config, core: methods as unknown as k8s.CoreV1Api };
}

/** What the client throws when the API server says no. */
export function answer(code: number): Error {
  return new ApiException(code, "", {}, {});
}

/** What the client throws when nothing listens. */
export function refused(): Error {
  return Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
}
