import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Mesh } from "../../../components/mesh";
import { serviceIp } from "../../support/answers";
import { changes, recordMesh, recordedOnce } from "../../support/mesh-recording";
import { type Place, remoteOfOneOfTwo } from "../../support/meshes";
import { type Recording, settled } from "../../support/mocks";

const provider = "pulumi:providers:kubernetes";
const chart = "kubernetes:helm.sh/v4:Chart";

/** The mesh with these clusters in maintenance. */
const placesWith = (...away: readonly string[]): readonly Place[] =>
  remoteOfOneOfTwo.map(([name, network, more]) => [
    name,
    network,
    away.includes(name) ? { ...more, maintenance: true } : more,
  ]);

const outputsOf = async ({ result }: Recording<Mesh>) => settled(pulumi.output(result.clusters));

describe("a mesh with a cluster in maintenance", function () {
  this.timeout(20_000);

  for (const away of ["east", "edge", "west"]) {
    it(`is the same but for what the provider of ${away} does where nobody answers`, async () => {
      const plain = await recordMesh(remoteOfOneOfTwo);
      const { resources, find } = await recordMesh(placesWith(away));
      assert.deepEqual(changes(plain.resources, resources), {
        added: [`-: ${provider} ${away}-renderer`],
        removed: [],
        changed: [`-: ${provider} ${away}`],
      });
      assert.deepEqual(find(provider, away).inputs, {
        ...plain.find(provider, away).inputs,
        skipUpdateUnreachable: "true",
      });
      // A chart cannot be rendered where nobody answers; what comes out is the cluster's own all the same.
      const present = away === "east" ? "west" : "east";
      assert.deepEqual(
        find(provider, `${away}-renderer`).inputs["kubeconfig"],
        plain.find(provider, present).inputs["kubeconfig"],
      );
      assert.equal(find(chart, `${away}-operator`).cluster, `${away}-renderer`);
    });
  }

  const awaited: string[] = [];
  const recorded = recordedOnce(() =>
    recordMesh(placesWith("east", "edge"), {
      authority: {
        awaitDistribution: (cluster) => {
          awaited.push(cluster);
          return Promise.resolve();
        },
      },
    }),
  );

  it("says of it what the config says, and where its gateway was seen last", async () => {
    const { east, edge, west } = await outputsOf(await recorded());
    assert.deepEqual(east, {
      role: "primary",
      network: "net-east",
      gatewayAddress: serviceIp("east-gateway-service"),
    });
    assert.deepEqual(edge, {
      role: "remote",
      network: "net-edge",
      gatewayAddress: serviceIp("edge-gateway-service"),
    });
    assert.deepEqual(Object.keys(west ?? {}), [
      "role",
      "network",
      "istiodVersion",
      "revision",
      "intermediate",
      "trusts",
      "gatewayAddress",
    ]);
  });

  it("awaits what the others hand out, and nothing of it", async () => {
    await outputsOf(await recorded());
    assert.deepEqual(awaited, ["west"]);
  });
});
