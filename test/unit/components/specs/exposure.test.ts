import assert from "node:assert/strict";
import { buildExposure } from "../../../../components/specs/exposure";

const selector = { istio: "eastwestgateway" };

const services = {
  kind: "Gateway",
  name: "cross-network-gateway",
  spec: {
    selector,
    servers: [
      {
        port: { number: 15443, name: "tls", protocol: "TLS" },
        tls: { mode: "AUTO_PASSTHROUGH" },
        hosts: ["*.local"],
      },
    ],
  },
};
const istiodGateway = {
  kind: "Gateway",
  name: "istiod-gateway",
  spec: {
    selector,
    servers: [
      {
        port: { name: "tls-istiod", number: 15012, protocol: "TLS" },
        tls: { mode: "PASSTHROUGH" },
        hosts: ["*"],
      },
      {
        port: { name: "tls-istiodwebhook", number: 15017, protocol: "TLS" },
        tls: { mode: "PASSTHROUGH" },
        hosts: ["*"],
      },
    ],
  },
};
const host = "istiod.istio-system.svc.cluster.local";
const istiodVirtualService = {
  kind: "VirtualService",
  name: "istiod-vs",
  spec: {
    hosts: ["*"],
    gateways: ["istiod-gateway"],
    tls: [
      {
        match: [{ port: 15012, sniHosts: ["*"] }],
        route: [{ destination: { host, port: { number: 15012 } } }],
      },
      {
        match: [{ port: 15017, sniHosts: ["*"] }],
        route: [{ destination: { host, port: { number: 443 } } }],
      },
    ],
  },
};

describe("what an east-west gateway lets through", () => {
  it("is the mesh's own TLS, by the name of the service", () => {
    assert.deepEqual(buildExposure(["services"], ["default"]), [services]);
  });

  it("is what remotes ask istiod and its webhook", () => {
    assert.deepEqual(buildExposure(["istiod"], ["default"]), [istiodGateway, istiodVirtualService]);
  });

  it("is both, services first", () => {
    assert.deepEqual(buildExposure(["services", "istiod"], ["default"]), [
      services,
      istiodGateway,
      istiodVirtualService,
    ]);
  });

  it("is the control plane that somebody asks for by name, and the mesh's own for all others", () => {
    const route = (port: number, revision: string, to: number, sniHost = "*") => ({
      match: [{ port, sniHosts: [sniHost] }],
      route: [
        {
          destination: {
            host: `istiod${revision}.istio-system.svc.cluster.local`,
            port: { number: to },
          },
        },
      ],
    });
    const routes = (...revisions: [string, ...string[]]) =>
      buildExposure(["istiod"], revisions)[1]?.spec["tls"];
    const next = "istiod-1-23-4.istio-system.svc";
    assert.deepEqual(routes("default", "1-23-4"), [
      route(15012, "-1-23-4", 15012, next),
      route(15012, "", 15012),
      route(15017, "-1-23-4", 443, next),
      route(15017, "", 443),
    ]);
    assert.deepEqual(routes("1-23-4"), [
      route(15012, "-1-23-4", 15012),
      route(15017, "-1-23-4", 443),
    ]);
  });

  it("is nothing where nothing is asked for", () => {
    assert.deepEqual(buildExposure([], ["default"]), []);
  });
});
