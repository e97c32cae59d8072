import assert from "node:assert/strict";
import type { ControlPlaneAccess } from "../../../stacks/cluster-schema";
import { chooseControlPlaneAddress } from "../../../stacks/control-plane-address";

const path = "/inject/cluster/edge/net/net-edge";
const host = "istiod.example.org";
const hostname = "lb-1.example.com";

/** Chooses for the remote edge, and notes which names had to be resolved. */
async function choose(
  access: ControlPlaneAccess,
  gateway: string,
  addresses: readonly string[] = [],
) {
  const resolved: string[] = [];
  const chosen = await chooseControlPlaneAddress({
    access,
    gateway,
    cluster: "edge",
    network: "net-edge",
    resolve: (name) => {
      resolved.push(name);
      return Promise.resolve(addresses);
    },
  });
  return { ...chosen, resolved };
}

describe("the address by which a remote reaches its istiod", () => {
  for (const access of ["webhookOn443", "resolved"] as const) {
    it(`is the gateway's where that is an IPv4 address, with ${access}`, async () => {
      assert.deepEqual(await choose(access, "10.0.0.1"), {
        remotePilotAddress: "10.0.0.1",
        injection: { path },
        reason: "10.0.0.1 is the gateway's IP; the Service istiod maps 443 to 15017 there",
        resolved: [],
      });
    });

    for (const gateway of ["2001:db8::1", "::ffff:10.0.0.1"]) {
      it(`is none where the gateway's is ${gateway}, with ${access}`, async () => {
        await assert.rejects(choose(access, gateway), {
          message: `cluster edge: its primary's gateway has the IPv6 address ${gateway}, which Istio's remote profile does not take; give controlPlaneAddress: { host } a name that leads to it`,
        });
      });
    }
  }

  for (const gateway of ["10.0.0.1", "2001:db8::1", hostname]) {
    it(`is the config's name, called by its URL, where the gateway's is ${gateway}`, async () => {
      assert.deepEqual(await choose({ host }, gateway), {
        remotePilotAddress: host,
        injection: { url: `https://${host}:15017${path}` },
        reason: `${host} is the name that the config gives; the webhook is called there by injectionURL`,
        resolved: [],
      });
    });
  }

  it("is the gateway's hostname, with webhookOn443", async () => {
    assert.deepEqual(await choose("webhookOn443", hostname), {
      remotePilotAddress: hostname,
      injection: { path },
      reason: `${hostname} is a hostname, for which the Service istiod maps no ports; the gateway has the webhook on 443 too`,
      resolved: [],
    });
  });

  it("is what the gateway's hostname resolves to, with resolved", async () => {
    assert.deepEqual(await choose("resolved", hostname, ["10.0.0.7"]), {
      remotePilotAddress: "10.0.0.7",
      injection: { path },
      reason: `10.0.0.7 is what ${hostname} resolved to in this update; the next one asks again`,
      resolved: [hostname],
    });
  });

  it("is always the same one of several, in whatever order they come", async () => {
    const orders = [
      ["10.0.0.9", "10.0.0.10", "10.0.0.2"],
      ["10.0.0.2", "10.0.0.9", "10.0.0.10"],
      ["10.0.0.10", "10.0.0.2", "10.0.0.9"],
    ];
    for (const addresses of orders) {
      const { remotePilotAddress } = await choose("resolved", hostname, Object.freeze(addresses));
      assert.equal(remotePilotAddress, "10.0.0.10");
    }
  });

  it("is none where the hostname has no address, with resolved", async () => {
    const none = chooseControlPlaneAddress({
      access: "resolved",
      gateway: hostname,
      cluster: "edge",
      network: "net-edge",
      resolve: () => Promise.reject(new Error("no address")),
    });
    await assert.rejects(none, { message: "no address" });
  });
});
