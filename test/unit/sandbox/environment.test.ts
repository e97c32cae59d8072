import assert from "node:assert/strict";
import * as os from "node:os";
import type { V1EnvVar, V1EnvVarSource, V1Pod } from "@kubernetes/client-node";
import {
  containerEnvironment,
  expand,
  podField,
  quantity,
} from "../../../sandbox/kubelet/environment";
import { containerOf, FakeSource, identity, podOf } from "./support/objects";

const source = new FakeSource();
source.objects.set("secret/istio-system/login", { user: "admin", pass: "1234" });
source.objects.set("configMap/istio-system/mesh", { id: "one" });

const resources = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "1500m", memory: "2Gi" },
};

function environment(pod: V1Pod): Promise<Record<string, string>> {
  return containerEnvironment(pod, containerOf(pod), identity, source);
}

async function valueFrom(from: V1EnvVarSource, pod: Partial<V1Pod> = {}): Promise<unknown> {
  const env = await environment(podOf({ env: [{ name: "V", valueFrom: from }], resources }, pod));
  return env["V"];
}

describe("a container's environment", () => {
  it("takes keys of secrets and config maps", async () => {
    assert.equal(await valueFrom({ secretKeyRef: { name: "login", key: "pass" } }), "1234");
    assert.equal(await valueFrom({ configMapKeyRef: { name: "mesh", key: "id" } }), "one");
  });

  it("fails naming the variable, the object and the key of a missing reference", async () => {
    await assert.rejects(valueFrom({ secretKeyRef: { name: "login", key: "token" } }), {
      message: "env V refers to key token of login, which is not there",
    });
    await assert.rejects(valueFrom({ configMapKeyRef: { name: "none", key: "id" } }), {
      message: "env V refers to key id of none, which is not there",
    });
  });

  it("skips what is missing and optional", async () => {
    const missing = { name: "none", key: "id", optional: true };
    const env: V1EnvVar[] = [
      { name: "A", valueFrom: { secretKeyRef: missing } },
      { name: "B", valueFrom: { configMapKeyRef: missing } },
      { name: "C", value: "here" },
    ];
    const envFrom = [{ secretRef: { name: "none", optional: true } }];
    assert.deepEqual(await environment(podOf({ env, envFrom })), { C: "here" });
  });

  it("takes whole objects with a prefix, and lets env override them", async () => {
    const pod = podOf({
      envFrom: [{ secretRef: { name: "login" } }, { prefix: "M_", configMapRef: { name: "mesh" } }],
      env: [{ name: "user", value: "$(user)-$(M_id)" }],
    });
    assert.deepEqual(await environment(pod), { user: "admin-one", pass: "1234", M_id: "one" });
  });

  it("fails naming the whole object that is missing", async () => {
    await assert.rejects(environment(podOf({ envFrom: [{ configMapRef: { name: "none" } }] })), {
      message: "envFrom refers to none, which is not there",
    });
  });

  it("knows the pod's fields, and its address before the status does", async () => {
    const pod = {
      metadata: { labels: { app: "istiod", "a/b": "c" }, annotations: { note: "x" } },
      spec: { nodeName: "east-a", serviceAccountName: "istiod", containers: [] },
    };
    const field = (fieldPath: string) => podField(pod, { fieldPath }, identity);
    const named = podOf({}, { metadata: { name: "p", namespace: "n", uid: "u" } });
    assert.equal(podField(named, { fieldPath: "metadata.name" }, identity), "p");
    assert.equal(podField(named, { fieldPath: "metadata.namespace" }, identity), "n");
    assert.equal(podField(named, { fieldPath: "metadata.uid" }, identity), "u");
    assert.equal(field("spec.nodeName"), "east-a");
    assert.equal(field("spec.serviceAccountName"), "istiod");
    assert.equal(field("status.podIP"), identity.podIP);
    assert.equal(field("status.podIPs"), identity.podIP);
    assert.equal(field("status.hostIP"), identity.hostIP);
    assert.equal(field("metadata.labels['a/b']"), "c");
    assert.equal(field("metadata.annotations['note']"), "x");
    assert.equal(field("metadata.labels['none']"), "");
    assert.equal(field("metadata.labels"), 'app="istiod"\na/b="c"');
    assert.throws(() => field("status.phase"), {
      message: "the sandbox does not know the pod field status.phase",
    });
    assert.equal(await valueFrom({ fieldRef: { fieldPath: "metadata.name" } }), "istiod-1");
  });

  it("gives limits and requests in whole cores and bytes", async () => {
    const of = (resource: string) => valueFrom({ resourceFieldRef: { resource } });
    assert.equal(await of("limits.cpu"), "2");
    assert.equal(await of("limits.memory"), String(2 * 2 ** 30));
    assert.equal(await of("requests.cpu"), "1");
    assert.equal(await of("requests.memory"), String(128 * 2 ** 20));
  });

  it("gives what the machine has where there is no limit", async () => {
    const ask = (resource: string): V1EnvVar => ({
      name: resource,
      valueFrom: { resourceFieldRef: { resource } },
    });
    const env = await environment(podOf({ env: [ask("limits.cpu"), ask("limits.memory")] }));
    assert.deepEqual(env, {
      "limits.cpu": String(os.cpus().length),
      "limits.memory": String(os.totalmem()),
    });
  });
});

describe("expansion", () => {
  const env = { NAME: "istiod", EMPTY: "" };

  it("replaces $(VAR) and leaves alone what it does not know", () => {
    assert.equal(expand("a-$(NAME)-$(EMPTY)-$(OTHER)-$NAME", env), "a-istiod--$(OTHER)-$NAME");
  });

  it("takes $$ for $, so $$(VAR) is $(VAR)", () => {
    assert.equal(expand("$$(NAME) $$$(NAME) 5$$", env), "$(NAME) $istiod 5$");
  });
});

describe("quantities", () => {
  it("are numbers with Kubernetes' units", () => {
    const texts = ["250m", "3", "1.5", "2k", "1Ki", "1M", "1Gi"];
    assert.deepEqual(texts.map(quantity), [0.25, 3, 1.5, 2000, 1024, 1e6, 2 ** 30]);
  });

  it("are named when they are none", () => {
    assert.throws(() => quantity("many"), { message: '"many" is no quantity' });
    assert.throws(() => quantity("1Pb"), { message: '"1Pb" is no quantity' });
  });
});
