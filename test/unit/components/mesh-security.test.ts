import assert from "node:assert/strict";
import { deletionRounds } from "../../support/deletion";
import { istiodExposure, on } from "../../support/expected-objects";
import { changes, recordMesh } from "../../support/mesh-recording";
import { type Place, remoteOfOneOfTwo, twoNetworks } from "../../support/meshes";

const api = "security.istio.io/v1beta1";
const type = (kind: string) => `kubernetes:${api}:${kind}`;
const config = { security: { mtls: "STRICT", defaultDeny: true } };

/** What is made of that API, in the order of names. */
async function made(places: readonly Place[], other: Readonly<Record<string, unknown>> = config) {
  const { resources } = await recordMesh(places, { config: other });
  return resources
    .filter((one) => one.type.startsWith(`kubernetes:${api}`))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

describe("a mesh's security", function () {
  this.timeout(10_000);

  it("is nothing unless the config says it", async () => {
    assert.deepEqual(await made(remoteOfOneOfTwo, {}), []);
  });

  it("is on each primary, for its remotes too, when istiod is there to check it", async () => {
    const objects = (name: string, ports: readonly string[]) =>
      (
        [
          [
            "AuthorizationPolicy",
            "allow-eastwestgateway",
            {
              selector: { matchLabels: { istio: "eastwestgateway" } },
              action: "ALLOW",
              rules: [{ to: [{ operation: { ports } }] }],
            },
            [`${name}-istiod-rollout`, `${name}-security-default`],
          ],
          [
            "AuthorizationPolicy",
            "allow-nothing",
            { action: "ALLOW" },
            [
              `${name}-istiod-rollout`,
              `${name}-security-allow-eastwestgateway`,
              `${name}-security-default`,
            ],
          ],
          [
            "PeerAuthentication",
            "default",
            { mtls: { mode: "STRICT" } },
            [`${name}-istiod-rollout`],
          ],
        ] as const
      ).map(([kind, object, spec, dependsOn]) => ({
        type: type(kind),
        name: `${name}-security-${object}`,
        cluster: name,
        inputs: {
          apiVersion: api,
          kind,
          metadata: {
            name: object,
            namespace: "istio-system",
            annotations: {
              "pulumi.com/patchForce": "true",
              "istio-mesh/made-for": "security",
            },
          },
          spec,
        },
        dependsOn,
      }));
    const found = (await made(remoteOfOneOfTwo)).map(
      ({ type: kind, name, cluster, inputs, dependsOn }) => ({
        type: kind,
        name,
        cluster,
        inputs,
        dependsOn,
      }),
    );
    assert.deepEqual(found, [
      ...objects("east", ["15443", "15012", "15017"]),
      ...objects("west", ["15443"]),
    ]);
  });

  it("lets a remote through before its control plane asks for istiod", async () => {
    const { find } = await recordMesh(remoteOfOneOfTwo, { config });
    const controlPlane = find(
      "kubernetes:install.istio.io/v1alpha1:IstioOperator",
      "edge-control-plane",
    );
    assert.ok(controlPlane.dependsOn.includes("east-security-allow-eastwestgateway"));
  });

  it("opens its primary's gateways to the first remote that joins", async () => {
    const before = await recordMesh(twoNetworks, { config });
    const after = await recordMesh(remoteOfOneOfTwo, { config });
    const { added, changed } = changes(before.resources, after.resources);
    assert.ok(on("east", istiodExposure("east")).every((one) => added.includes(one)));
    assert.deepEqual(
      changed.filter((one) => one.includes("security")),
      [`east: ${api}:AuthorizationPolicy east-security-allow-eastwestgateway`],
    );
  });

  it("changes in place, and touches nothing else", async () => {
    const before = await recordMesh(twoNetworks, { config: { security: { mtls: "PERMISSIVE" } } });
    const after = await recordMesh(twoNetworks, { config });
    const of = (name: string) => ({
      added: on(name, [
        `${api}:AuthorizationPolicy ${name}-security-allow-eastwestgateway`,
        `${api}:AuthorizationPolicy ${name}-security-allow-nothing`,
      ]),
      changed: on(name, [`${api}:PeerAuthentication ${name}-security-default`]),
    });
    assert.deepEqual(changes(before.resources, after.resources), {
      added: [...of("east").added, ...of("west").added],
      removed: [],
      changed: [...of("east").changed, ...of("west").changed],
    });
  });

  it("goes from the last to the first, and before the definitions do", async () => {
    const { resources } = await recordMesh(twoNetworks, { config });
    const rounds = deletionRounds(resources).map((round) => round.map((one) => one.name));
    const roundOf = (name: string) => rounds.findIndex((round) => round.includes(name));
    const order = [
      "security-allow-nothing",
      "security-allow-eastwestgateway",
      "security-default",
      "istiod-rollout",
      "control-plane",
    ].map((one) => roundOf(`east-${one}`));
    assert.ok(order.every((one) => one >= 0));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(order).size, order.length);
  });
});
