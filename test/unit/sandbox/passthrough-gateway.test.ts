import assert from "node:assert/strict";
import { passThrough } from "../../../sandbox/network/passthrough-gateway";
import {
  istiodGateway,
  istiodRoutes,
  istiodService,
  networkPod,
  primaryNetwork,
} from "./support/network";

describe("a gateway that passes TLS through", () => {
  let west = primaryNetwork();
  beforeEach(() => (west = primaryNetwork()));
  const pod = networkPod("gateway-1", true, "gateway");
  const pass = async (port = 15017) => {
    const found = await passThrough(west, { pod, port });
    return `${found.service.metadata?.name ?? ""}:${found.port}`;
  };
  const at = "port 15017 of pod istio-system/gateway-1 of cluster west";
  const noGateway = { message: `no Gateway passes TLS through ${at}` };
  const noRoute = {
    message: `no VirtualService of Gateway istio-system/istiod-gateway routes TLS from ${at}`,
  };

  it("leads where the VirtualService routes the port to", async () => {
    assert.equal(await pass(15012), "istiod:15012");
    assert.equal(await pass(15017), "istiod:443");
  });

  it("needs a Gateway that selects its pod", async () => {
    const { spec, ...gateway } = istiodGateway();
    west.gatewayList = [];
    await assert.rejects(pass(), noGateway);
    west.gatewayList = [{ ...gateway, spec: { ...spec, selector: { app: "ingress" } } }];
    await assert.rejects(pass(), noGateway);
  });

  it("needs a server at its very port that leaves TLS alone", async () => {
    const { spec, ...gateway } = istiodGateway();
    for (const [number, mode] of [
      [15012, "PASSTHROUGH"],
      [15017, "SIMPLE"],
      [15017, "AUTO_PASSTHROUGH"],
    ] as const) {
      west.gatewayList = [
        { ...gateway, spec: { ...spec, servers: [{ port: { number }, tls: { mode } }] } },
      ];
      await assert.rejects(pass(), noGateway);
    }
  });

  it("needs a VirtualService that names the Gateway, with its namespace unless it is its own", async () => {
    const bind = (name: string) => (west.virtualServiceList = [istiodRoutes(name)]);
    bind("istio-system/istiod-gateway");
    assert.equal(await pass(), "istiod:443");
    for (const other of ["other-gateway", "other/istiod-gateway", "mesh"]) {
      bind(other);
      await assert.rejects(pass(), noRoute, other);
    }
    west.virtualServiceList = [];
    await assert.rejects(pass(), noRoute);
  });

  it("needs a route of the port, which may be of another VirtualService than the first", async () => {
    const { spec, ...other } = istiodRoutes();
    const [first = {}, second = {}] = spec?.tls ?? [];
    west.virtualServiceList = [{ ...other, spec: { ...spec, tls: [first] } }];
    await assert.rejects(pass(), noRoute);
    west.virtualServiceList.push({ ...other, spec: { ...spec, tls: [second] } });
    assert.equal(await pass(), "istiod:443");
  });

  it("leads to a Service by its full name, or by a short one in the VirtualService's namespace", async () => {
    const lead = (host: string) => (west.virtualServiceList = [istiodRoutes(undefined, host)]);
    for (const host of ["istiod.istio-system.svc", "istiod"]) {
      lead(host);
      assert.equal(await pass(), "istiod:443", host);
    }
    for (const host of ["istiod.other.svc.cluster.local", "istiod.istio-system.example.org", "x"]) {
      lead(host);
      await assert.rejects(pass(), {
        message: `VirtualService istio-system/istiod-vs of cluster west leads to ${host}, and there is no such service`,
      });
    }
    const elsewhere = istiodService();
    west.serviceList = [{ ...elsewhere, metadata: { name: "istiod", namespace: "other" } }];
    lead("istiod");
    await assert.rejects(pass(), /leads to istiod, and there is no such service$/);
  });

  it("needs a port to lead to", async () => {
    const { spec, ...routes } = istiodRoutes();
    const route = [{ destination: { host: "istiod" } }];
    const tls = [{ match: [{ port: 15017 }], route }];
    west.virtualServiceList = [{ ...routes, spec: { ...spec, tls } }];
    await assert.rejects(pass(), {
      message:
        "VirtualService istio-system/istiod-vs of cluster west leads to istiod, without a port",
    });
  });
});
