import assert from "node:assert/strict";
import { parse } from "yaml";
import { loopbackImages, namespaceImages } from "../../../sandbox/kubelet/images";
import { withMeshConfigFile } from "../../../sandbox/kubelet/plain-envoy";
import type { Programs } from "../../../sandbox/programs";
import { podOf } from "./support/objects";

const without: Programs = {
  "istio-operator": "/parts/operator",
  "pilot-discovery": "/parts/istiod",
  dataPlane: undefined,
};
const withDataPlane: Programs = {
  ...without,
  dataPlane: {
    envoy: "/parts/envoy",
    "pilot-agent": "/parts/agent",
    bootstrap: "/parts/bootstrap.json",
    echo: "/parts/echo.js",
    relay: "/parts/relay.js",
  },
};
const place = {
  address: "127.20.1.10",
  kubeconfig: "/pod/kubeconfig",
  controlSocket: "/run/c.sock",
};
const start = { command: "", args: ["first"], env: { A: "1" } };

describe("an image's program", () => {
  it("listens on the pod's own address only, after the container's own arguments", () => {
    for (const name of ["pilot", "operator"]) {
      const args = loopbackImages[name]?.start(without, start, place).args ?? [];
      assert.equal(args[0], "first");
      assert.equal(args.at(-1), "--kubeconfig=/pod/kubeconfig");
      const flags = args.slice(1, -1);
      assert.ok(flags.length > 1);
      assert.ok(
        flags.every((flag) => flag.includes("=127.20.1.10")),
        name,
      );
    }
  });

  it("that is istiod sends what Istio's own Envoy alone understands only where there is no other", () => {
    const env = (programs: Programs) => loopbackImages["pilot"]?.start(programs, start, place).env;
    assert.deepEqual(env(without), start.env);
    assert.deepEqual(env(withDataPlane), {
      A: "1",
      PILOT_ENABLE_METADATA_EXCHANGE: "false",
      PILOT_ENABLE_ALPN_FILTER: "false",
      PILOT_DISABLE_MX_ALPN: "true",
    });
  });

  it("that is istiod reads a mesh config without default metrics there, and all else as it is", () => {
    const mesh =
      "defaultProviders:\n  metrics: [prometheus]\n  tracing: [zipkin]\nrootNamespace: r\n";
    const read = (programs: Programs, file: string) =>
      loopbackImages["pilot"]?.readFile?.(programs, file, Buffer.from(mesh)).toString("utf8") ?? "";
    assert.equal(read(without, "/etc/istio/config/mesh"), mesh);
    assert.equal(read(withDataPlane, "/etc/istio/config/meshNetworks"), mesh);
    assert.deepEqual(parse(read(withDataPlane, "/etc/istio/config/mesh")), {
      defaultProviders: { tracing: ["zipkin"] },
      rootNamespace: "r",
    });
  });

  it("that is istiod has the mesh config as a file there, and its pod as it is otherwise", () => {
    const pod = podOf({});
    const adapted = (programs: Programs) => loopbackImages["pilot"]?.adaptPod?.(programs, pod);
    assert.equal(adapted(without), pod);
    assert.deepEqual(adapted(withDataPlane), withMeshConfigFile(pod));
  });

  it("that is a proxy's agent finds the Envoy and the bootstrap of the sandbox", () => {
    const env = { PROXY_CONFIG: '{"concurrency":2,"binaryPath":"/usr/local/bin/envoy"}\n' };
    const started = namespaceImages["proxyv2"]?.start(withDataPlane, { ...start, env }, place);
    assert.equal(started?.command, "/parts/agent");
    assert.equal(started.env["ISTIO_BOOTSTRAP"], "/parts/bootstrap.json");
    assert.deepEqual(JSON.parse(started.env["PROXY_CONFIG"] ?? ""), {
      concurrency: 2,
      binaryPath: "/parts/envoy",
    });
  });

  it("that answers for a sample workload can be asked at a socket", () => {
    const started = namespaceImages["echo"]?.start(withDataPlane, start, place);
    assert.equal(started?.command, process.execPath);
    assert.deepEqual(started.args, ["/parts/echo.js", "first", "--control=/run/c.sock"]);
    assert.throws(
      () => namespaceImages["echo"]?.start(without, start, place),
      /without a data plane/,
    );
  });
});
