import assert from "node:assert/strict";
import * as path from "node:path";
import type { Resource } from "../../../policies/seen/resource";
import { rules } from "../../../policies/rules";
import { type Installer, installers } from "../../../stacks/istio-versions";
import type { StackConfig } from "../../../stacks/schema";
import { readStackFile } from "../../../stacks/stack-file";
import { recordStack } from "../../support/mesh-recording";
import { oneCluster, remoteOfOneOfTwo, stackConfig, twoNetworks } from "../../support/meshes";
import { asPoliciesSee } from "../../support/policy-resources";
import { run, unknown } from "./run-rule";

/** Gateways, and of what sees a mesh one of each kind. */
const muchElse = {
  gateways: [
    { name: "public", kind: "ingress", namespace: "istio-ingress" },
    { name: "out", kind: "egress" },
  ],
  namespaces: [{ name: "shop" }],
  observability: {
    metrics: { by: "operator", query: { url: "http://thanos.monitoring:9090" } },
    dashboards: {},
    traces: { backend: { otlp: { endpoint: "tempo.example.org:4317" } } },
    logs: { by: "bkLog", dataId: 1234 },
    kiali: { cluster: "east", by: "operator", auth: { strategy: "anonymous" } },
  },
};
const internal = { serviceAnnotations: { "networking.gke.io/load-balancer-type": "Internal" } };

/** Config by the name of a stack. */
const configs = {
  "one cluster": () => stackConfig(oneCluster),
  "two networks, internal": () => stackConfig(twoNetworks, { eastWestGateway: internal }),
  "a remote, and much else": () => stackConfig(remoteOfOneOfTwo, muchElse),
  "Pulumi.dev.yaml": () => ofFile("dev"),
  "Pulumi.prod.yaml": () => ofFile("prod"),
};

/** Rules that a stack breaks, whoever installs it, or with one installer only. */
interface Broken extends Partial<Readonly<Record<Installer, readonly string[]>>> {
  readonly any: readonly string[];
}

/** What every control plane breaks that is as Istio has it. */
const asIstioHasIt = [
  "distroless-images",
  "downstream-connection-limit",
  "no-privileged-init-containers",
  "path-normalization",
  "registry-only-outbound",
  "supported-istio-version",
];
const small = [...asIstioHasIt, "redundant-istiod", "requests-and-limits", "seccomp-profile"];
/** What every recording breaks: its certificates do not chain, its kubeconfigs say nothing, and nothing is denied. */
const recorded = ["intermediates-can-sign", "mesh-wide-default-deny", "safe-kubeconfig"];
const lax = [...recorded, "mesh-wide-strict-mtls"];
const open = ["east-west-gateway-not-public", "gateway-replicas"];

/** What each breaks. With Helm a recording has no istiod, for what charts render is not in it. */
const broken: Readonly<Record<keyof typeof configs, Broken>> = {
  "one cluster": { any: lax, operator: small },
  "two networks, internal": { any: [...lax, "gateway-replicas"], operator: small },
  "a remote, and much else": {
    any: [...lax, ...open],
    operator: [...small, "redundant-istiod-of-remotes"],
  },
  "Pulumi.dev.yaml": { any: [...lax, ...open], operator: [...small, "released-istio-version"] },
  "Pulumi.prod.yaml": { any: recorded, operator: asIstioHasIt },
};

describe("the stacks of our own program", function () {
  this.timeout(20_000);

  for (const title of Object.keys(configs) as (keyof typeof configs)[]) {
    for (const installer of installers) {
      it(`break just the rules that we know: ${title}, ${installer}`, async () => {
        const { resources } = await recordStack(installedBy(installer, configs[title]()));
        assert.deepEqual(brokenBy(asPoliciesSee(resources)), known(title, installer));
      });
    }
  }

  it("break no other rule in a preview, which knows less", async () => {
    const title = "a remote, and much else";
    const config = installedBy("operator", configs[title]());
    const { resources } = await recordStack(config, { preview: true });
    const seen = asPoliciesSee(resources);
    assert.ok(JSON.stringify(seen).includes(unknown));
    const others = brokenBy(seen).filter((one) => !known(title, "operator").includes(one));
    assert.deepEqual(others, []);
  });
});

function known(title: keyof typeof configs, installer: Installer): string[] {
  const { any, [installer]: more = [] } = broken[title];
  return [...any, ...more].sort();
}

function installedBy(installer: Installer, { mesh, ...config }: StackConfig): StackConfig {
  return { ...config, mesh: { ...mesh, installer } };
}

function ofFile(stack: string): StackConfig {
  const { config } = readStackFile(path.resolve(__dirname, "../../.."), stack);
  assert.ok(config, `the config of ${stack} is valid`);
  return config;
}

function brokenBy(resources: readonly Resource[]): string[] {
  return rules
    .filter((rule) => run(rule, resources).length > 0)
    .map((rule) => rule.name)
    .sort();
}
