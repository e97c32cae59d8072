import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Mesh } from "../../../components/mesh";
import { serviceIp } from "../../support/answers";
import { recordMesh } from "../../support/mesh-recording";
import {
  oneCluster,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  twoNetworks,
} from "../../support/meshes";
import { type Recording, settled } from "../../support/mocks";

const hostname = "lb-1.example.com";
const host = "istiod.example.org";

/** East serves edge. */
const meshWith = (controlPlaneAddress: unknown): readonly Place[] => [
  ["east", "net-east", { controlPlaneAddress }],
  ["edge", "net-edge", { primary: "east" }],
];

const clusterOutputs = async ({ result }: Recording<Mesh>) =>
  settled(pulumi.output(result.clusters));

describe("the outputs of a mesh", function () {
  this.timeout(10_000);

  it("tell of each cluster what the config does not", async () => {
    const recording = await recordMesh(twoNetworks);
    const { intermediate, ...east } = (await clusterOutputs(recording))["east"] ?? {};
    assert.deepEqual(east, {
      role: "primary",
      network: "net-east",
      istiodVersion: "1.22.8",
      revision: "default",
      trusts: ["root"],
      gatewayAddress: serviceIp("east-gateway-service"),
    });
    assert.deepEqual(Object.keys(intermediate as object), [
      "fingerprint",
      "subject",
      "issuer",
      "lifetimeDays",
      "expires",
      "daysLeft",
      "root",
    ]);
    assert.match(recording.result.topology, /^flowchart LR\n {2}subgraph mesh\["mesh payments"\]/);
  });

  it("tell of a remote whose istiod it has, and how that is reached", async () => {
    const outputs = await clusterOutputs(await recordMesh(remoteOfOneOfTwo));
    assert.deepEqual(Object.keys(outputs), ["east", "edge", "west"]);
    const address = serviceIp("east-gateway-service");
    assert.deepEqual(outputs["edge"], {
      role: "remote",
      network: "net-edge",
      trusts: ["root"],
      gatewayAddress: serviceIp("edge-gateway-service"),
      controlPlane: {
        primary: "east",
        address,
        reason: `${address} is the gateway's IP; the Service istiod maps 443 to 15017 there`,
      },
    });
  });

  it("have no gateway's address where there is none", async () => {
    const single = await clusterOutputs(await recordMesh(oneCluster));
    assert.equal(single["east"]?.gatewayAddress, undefined);
    const { east, edge } = await clusterOutputs(await recordMesh(remoteOnOneNetwork));
    assert.equal(east?.gatewayAddress, serviceIp("east-gateway-service"));
    assert.equal(edge?.gatewayAddress, undefined);
  });
});

describe("the way to a remote's istiod", function () {
  this.timeout(10_000);

  const path = "/inject/cluster/edge/net/net-edge";
  const url = `https://${host}:15017${path}`;
  const modes: readonly {
    readonly what: string;
    readonly access: unknown;
    /** What the gateway's load balancer has for an address. */
    readonly gateway: string;
    readonly address: string;
    readonly reason: string;
    readonly istiodRemote: object;
    readonly called: string;
    /** Ports of the gateway's Service that lead to the webhook. */
    readonly ports: readonly number[];
  }[] = [
    {
      what: "its gateway's hostname, and 443 for the webhook",
      access: "webhookOn443",
      gateway: hostname,
      address: hostname,
      reason: `${hostname} is a hostname, for which the Service istiod maps no ports; the gateway has the webhook on 443 too`,
      istiodRemote: { injectionPath: path },
      called: `@.clientConfig.service.path == '${path}'`,
      ports: [15017, 443],
    },
    {
      what: "the name that the config gives",
      access: { host },
      gateway: hostname,
      address: host,
      reason: `${host} is the name that the config gives; the webhook is called there by injectionURL`,
      istiodRemote: { injectionURL: url },
      called: `@.clientConfig.url == '${url}'`,
      ports: [15017],
    },
    {
      what: "what its gateway's hostname resolves to",
      access: "resolved",
      gateway: "localhost",
      address: "127.0.0.1",
      reason: "127.0.0.1 is what localhost resolved to in this update; the next one asks again",
      istiodRemote: { injectionPath: path },
      called: `@.clientConfig.service.path == '${path}'`,
      ports: [15017],
    },
  ];
  for (const mode of modes) {
    it(`is ${mode.what}, from the IstioOperator to the outputs`, async () => {
      const recording = await recordMesh(meshWith(mode.access), { hostname: mode.gateway });
      const { find } = recording;
      const control = find(
        "kubernetes:install.istio.io/v1alpha1:IstioOperator",
        "edge-control-plane",
      );
      assert.equal(control.cluster, "edge");
      const { values } = control.inputs["spec"] as { values: Record<string, object> };
      assert.deepEqual(values, {
        global: {
          meshID: "payments",
          multiCluster: { clusterName: "edge" },
          network: "net-edge",
          externalIstiod: true,
          remotePilotAddress: mode.address,
        },
        istiodRemote: mode.istiodRemote,
      });
      const webhook = find(
        "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfigurationPatch",
        "edge-injection",
      );
      assert.equal(webhook.cluster, "edge");
      const [, plan = ""] = /'(.+)'/.exec(mode.called) ?? [];
      const patched = `$.metadata.annotations['istio-mesh/plan'] == '${plan}'`;
      assert.deepEqual(webhook.inputs["metadata"], {
        name: "istio-sidecar-injector",
        annotations: {
          "istio-mesh/plan": plan,
          "pulumi.com/patchForce": "true",
          "pulumi.com/waitFor": `jsonpath={$.webhooks[?@.clientConfig.caBundle&&${mode.called}&&${patched}]}`,
        },
      });
      const service = find("kubernetes:core/v1:Service", "east-gateway-service");
      const { ports } = service.inputs["spec"] as {
        ports: { port: number; targetPort: number }[];
      };
      assert.deepEqual(
        ports.filter(({ targetPort }) => targetPort === 15017).map(({ port }) => port),
        mode.ports,
      );
      assert.deepEqual((await clusterOutputs(recording))["edge"]?.controlPlane, {
        primary: "east",
        address: mode.address,
        reason: mode.reason,
      });
    });
  }

  it("has istiod's certificate carry the name that the config gives, and no other", async () => {
    const envOf = async (access: unknown) => {
      const { find } = await recordMesh(meshWith(access), { hostname });
      const type = "kubernetes:install.istio.io/v1alpha1:IstioOperator";
      const { values } = find(type, "east-control-plane").inputs["spec"] as {
        values: { pilot: { env: object } };
      };
      return values.pilot.env;
    };
    assert.deepEqual(await envOf({ host }), { EXTERNAL_ISTIOD: "true", ISTIOD_CUSTOM_HOST: host });
    assert.deepEqual(await envOf("webhookOn443"), { EXTERNAL_ISTIOD: "true" });
  });
});
