import assert from "node:assert/strict";
import type { V1EnvVar } from "@kubernetes/client-node";
import { parse } from "yaml";
import {
  withMeshConfigFile,
  withoutDefaultMetrics,
  withProxyPrograms,
} from "../../../sandbox/kubelet/plain-envoy";
import { containerOf, podOf } from "./support/objects";

describe("a pod of istiod beside a plain Envoy", () => {
  const name = "sandbox-mesh-config";
  const mount = { name, mountPath: "/etc/istio/config" };
  const withEnv = (...env: V1EnvVar[]) => withMeshConfigFile(podOf({ env })).spec?.volumes;

  it("mounts the mesh config of the default revision", () => {
    const expected = [{ name, configMap: { name: "istio" } }];
    assert.deepEqual(withEnv(), expected);
    assert.deepEqual(withEnv({ name: "REVISION", value: "default" }), expected);
  });

  it("mounts that of its own revision", () => {
    const env = [
      { name: "OTHER", value: "x" },
      { name: "REVISION", value: "canary" },
    ];
    assert.deepEqual(withEnv(...env), [{ name, configMap: { name: "istio-canary" } }]);
  });

  it("mounts it where istiod looks for it, beside what it mounts otherwise", () => {
    const certs = { name: "certs", mountPath: "/etc/cacerts" };
    const pod = podOf({ volumeMounts: [certs] });
    const secret = { name: "certs", secret: { secretName: "cacerts" } };
    const spec = { containers: [containerOf(pod)], volumes: [secret] };
    const adapted = withMeshConfigFile({ ...pod, spec });
    assert.deepEqual(containerOf(adapted).volumeMounts, [certs, mount]);
    assert.deepEqual(adapted.spec?.volumes, [secret, { name, configMap: { name: "istio" } }]);
  });

  it("does not mount the folder twice that it has mounted itself", () => {
    const own = { name: "config-volume", mountPath: "/etc/istio/config" };
    const adapted = withMeshConfigFile(podOf({ volumeMounts: [own] }));
    assert.deepEqual(containerOf(adapted).volumeMounts, [mount]);
  });

  it("is the same in all else, and stays as the API server has it", () => {
    const pod = podOf({ args: ["discovery"] }, { metadata: { labels: { app: "istiod" } } });
    const before = structuredClone(pod);
    const adapted = withMeshConfigFile(pod);
    assert.deepEqual(pod, before);
    const { volumeMounts, ...container } = containerOf(adapted);
    assert.equal(volumeMounts?.length, 1);
    assert.deepEqual(container, containerOf(pod));
    assert.deepEqual(adapted.metadata, pod.metadata);
  });
});

describe("a mesh config for a plain Envoy", () => {
  const without = (text: string) => withoutDefaultMetrics(Buffer.from(text)).toString("utf8");

  it("has no default providers of metrics, and all else", () => {
    const text =
      "defaultProviders:\n  metrics: [prometheus]\n  tracing: [zipkin]\ntrustDomain: a.b\n";
    assert.deepEqual(parse(without(text)), {
      defaultProviders: { tracing: ["zipkin"] },
      trustDomain: "a.b",
    });
    const only = "defaultProviders:\n  metrics:\n  - prometheus\n";
    assert.deepEqual(parse(without(only)), { defaultProviders: {} });
  });

  it("is left as it is written where it has none", () => {
    const texts = ["", "# none\n", "defaultProviders:\n", "trustDomain:   a.b # as it was\n"];
    for (const text of [...texts, "defaultProviders: { tracing: [zipkin] }\n"]) {
      assert.equal(without(text), text);
    }
  });
});

describe("the environment of a plain Envoy's agent", () => {
  it("names the programs, also where the proxy has no config, or an empty one", () => {
    const configs: Record<string, string>[] = [{}, { PROXY_CONFIG: "" }, { PROXY_CONFIG: "{}\n" }];
    for (const env of configs) {
      assert.deepEqual(
        withProxyPrograms({ ...env, A: "1" }, "/parts/envoy", "/parts/bootstrap.json"),
        {
          A: "1",
          PROXY_CONFIG: '{"binaryPath":"/parts/envoy"}',
          ISTIO_BOOTSTRAP: "/parts/bootstrap.json",
        },
      );
    }
  });
});
