import assert from "node:assert/strict";
import { parse } from "yaml";
import {
  loopbackImages,
  namespaceImages,
  type ProcessImage,
} from "../../../sandbox/kubelet/images";
import { withMeshConfigFile } from "../../../sandbox/kubelet/plain-envoy";
import type { DataPlanePrograms } from "../../../sandbox/programs";
import {
  COLLECTOR_VERSION,
  ISTIO_VERSION,
  OLDER_ISTIO_VERSION,
  PREVIOUS_ISTIO_VERSION,
} from "../../../toolchain/parts";
import { podOf } from "./support/objects";

const dataPlane = {
  envoy: "/parts/envoy",
  echo: "/parts/echo.js",
  relay: "/parts/relay.js",
};
const place = {
  address: "127.20.1.10",
  kubeconfig: "/pod/kubeconfig",
  controlSocket: "/run/c.sock",
};
const start = { command: "/part", args: ["first"], env: { A: "1" } };
const versions = [ISTIO_VERSION, PREVIOUS_ISTIO_VERSION, OLDER_ISTIO_VERSION];

function imageOf(repository: string, tag = ISTIO_VERSION): ProcessImage {
  const image = { ...loopbackImages, ...namespaceImages }[repository]?.[tag];
  if (image === undefined) {
    throw new Error(`no image ${repository}:${tag}`);
  }
  return image;
}

describe("an image's program", () => {
  it("is the part of its own version", () => {
    const parts = (tag: string) =>
      ["operator", "pilot", "proxyv2"].map((name) => imageOf(name, tag).part);
    assert.deepEqual(parts(ISTIO_VERSION), ["istio-operator", "pilot-discovery", "pilot-agent"]);
    assert.deepEqual(parts(PREVIOUS_ISTIO_VERSION), [
      "istio-operator-previous",
      "pilot-discovery-previous",
      "pilot-agent-previous",
    ]);
    assert.deepEqual(parts(OLDER_ISTIO_VERSION), [
      "istio-operator-1.16",
      "pilot-discovery-1.16",
      "pilot-agent-1.16",
    ]);
    for (const tag of versions) {
      assert.equal(imageOf("pilot", tag).start(undefined, start, place).command, "/part");
      assert.equal(imageOf("operator", tag).start(undefined, start, place).command, "/part");
      assert.equal(imageOf("proxyv2", tag).start(dataPlane, start, place).command, "/part");
    }
  });

  it("of a collector reads its config below the folder that stands for its files", () => {
    const args = ["--config=/etc/istio-mesh/config.yaml"];
    const collector = imageOf("opentelemetry-collector-contrib", COLLECTOR_VERSION);
    const started = collector.start(dataPlane, { ...start, args }, place);
    assert.deepEqual(started, {
      command: "/part",
      args: ["--config=etc/istio-mesh/config.yaml"],
      env: { A: "1" },
    });
    assert.equal(collector.part, "opentelemetry-collector");
  });

  it("listens on the pod's own address only, after the container's own arguments", () => {
    for (const tag of versions) {
      for (const name of ["pilot", "operator"]) {
        const { args } = imageOf(name, tag).start(undefined, start, place);
        assert.equal(args[0], "first");
        assert.equal(args.at(-1), "--kubeconfig=/pod/kubeconfig");
        const flags = args.slice(1, -1);
        assert.ok(flags.includes("--ctrlz_address=127.20.1.10"));
        assert.ok(flags.every((flag) => flag.includes("=127.20.1.10")));
      }
    }
  });

  it("that is the operator serves its metrics there, in the way that its version knows", () => {
    const started = (tag: string) => imageOf("operator", tag).start(undefined, start, place);
    assert.ok(started(ISTIO_VERSION).args.includes("--monitoring-host=127.20.1.10"));
    assert.deepEqual(started(ISTIO_VERSION).env, start.env);
    assert.deepEqual(started(OLDER_ISTIO_VERSION).args, [
      "first",
      "--ctrlz_address=127.20.1.10",
      "--kubeconfig=/pod/kubeconfig",
    ]);
    assert.deepEqual(started(OLDER_ISTIO_VERSION).env, {
      A: "1",
      MONITORING_ADDRESS: "127.20.1.10:8383",
    });
  });

  it("that is istiod sends what Istio's own Envoy alone understands only where there is no other", () => {
    for (const tag of versions) {
      const env = (programs?: DataPlanePrograms) =>
        imageOf("pilot", tag).start(programs, start, place).env;
      assert.deepEqual(env(), start.env);
      assert.deepEqual(env(dataPlane), {
        A: "1",
        PILOT_ENABLE_METADATA_EXCHANGE: "false",
        PILOT_ENABLE_ALPN_FILTER: "false",
        PILOT_DISABLE_MX_ALPN: "true",
      });
    }
  });

  it("that is istiod reads a mesh config without default metrics there, and all else as it is", () => {
    const mesh =
      "defaultProviders:\n  metrics: [prometheus]\n  tracing: [zipkin]\nrootNamespace: r\n";
    const read = (file: string, programs?: DataPlanePrograms) =>
      imageOf("pilot").readFile?.(programs, file, Buffer.from(mesh)).toString("utf8") ?? "";
    assert.equal(read("/etc/istio/config/mesh"), mesh);
    assert.equal(read("/etc/istio/config/meshNetworks", dataPlane), mesh);
    assert.deepEqual(parse(read("/etc/istio/config/mesh", dataPlane)), {
      defaultProviders: { tracing: ["zipkin"] },
      rootNamespace: "r",
    });
  });

  it("that is istiod has the mesh config as a file there, and its pod as it is otherwise", () => {
    const pod = podOf({});
    assert.equal(imageOf("pilot").adaptPod?.(undefined, pod), pod);
    assert.deepEqual(imageOf("pilot").adaptPod?.(dataPlane, pod), withMeshConfigFile(pod));
  });

  it("that is a proxy's agent finds the sandbox's Envoy, and the bootstrap that lies beside it", () => {
    const env = { PROXY_CONFIG: '{"concurrency":2,"binaryPath":"/usr/local/bin/envoy"}\n' };
    const own = { ...start, command: "/parts/agent-1.16/pilot-agent-1.16", env };
    const started = imageOf("proxyv2", OLDER_ISTIO_VERSION).start(dataPlane, own, place);
    assert.equal(started.env["ISTIO_BOOTSTRAP"], "/parts/agent-1.16/envoy_bootstrap.json");
    assert.deepEqual(JSON.parse(started.env["PROXY_CONFIG"] ?? ""), {
      concurrency: 2,
      binaryPath: "/parts/envoy",
    });
  });

  it("that answers for a sample workload is our own, and can be asked at a socket", () => {
    const echo = imageOf("echo", "1");
    assert.equal(echo.part, undefined);
    const started = echo.start(dataPlane, start, place);
    assert.equal(started.command, process.execPath);
    assert.deepEqual(started.args, ["/parts/echo.js", "first", "--control=/run/c.sock"]);
    assert.throws(() => echo.start(undefined, start, place), /without a data plane/);
  });
});
