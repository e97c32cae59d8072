import assert from "node:assert/strict";
import type { V1Endpoints, V1Service, V1ServiceSpec } from "@kubernetes/client-node";
import { forwardsOf, type Reachable } from "../../../../sandbox/dataplane/forwards";

const metadata = { name: "echo", namespace: "sample" };
const http = { name: "http", port: 80, targetPort: 8080 };
const ready = ["10.101.200.10", "10.101.200.11"];

function service(
  spec: V1ServiceSpec,
  ingress: { ip?: string; hostname?: string }[] = [],
): V1Service {
  return {
    metadata,
    spec: { type: "ClusterIP", clusterIP: "10.96.0.8", ports: [http], ...spec },
    status: { loadBalancer: { ingress } },
  };
}

function endpoints(ports = [{ name: "http", port: 8080 }], addresses = ready): V1Endpoints {
  return { metadata, subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports }] };
}

function forwards(of: Partial<Reachable>) {
  return forwardsOf({ services: [], endpoints: [endpoints()], processes: {}, ...of });
}
const pods = ready.map((host) => ({ host, port: 8080 }));

describe("what the addresses of a service lead to", () => {
  it("is every ready endpoint, from the cluster's address and the load balancer's", () => {
    const ingress = [{ ip: "198.18.1.1" }];
    assert.deepEqual(forwards({ services: [service({ type: "LoadBalancer" }, ingress)] }), {
      "10.96.0.8:80": pods,
      "198.18.1.1:80": pods,
    });
  });

  it("is the same at the address behind a load balancer's name", () => {
    const ingress = [{ hostname: "echo-1-4.elb.sandbox.internal" }];
    assert.deepEqual(forwards({ services: [service({ type: "LoadBalancer" }, ingress)] }), {
      "10.96.0.8:80": pods,
      "198.18.1.5:80": pods,
    });
  });

  it("is nothing at a load balancer's name that is not the sandbox's, or has stayed behind", () => {
    const foreign = service({ type: "LoadBalancer" }, [{ hostname: "lb.example.org" }]);
    const former = service({ type: "ClusterIP" }, [{ ip: "198.18.1.1" }]);
    for (const one of [foreign, former]) {
      assert.deepEqual(Object.keys(forwards({ services: [one] })), ["10.96.0.8:80"]);
    }
  });

  it("is told by the port's name, whatever the numbers are", () => {
    const ports = [
      { name: "a", port: 1, targetPort: 2 },
      { name: "b", port: 2, targetPort: "named" },
    ];
    const of = endpoints(
      [
        { name: "b", port: 1002 },
        { name: "a", port: 1001 },
      ],
      ["10.101.200.10"],
    );
    assert.deepEqual(forwards({ services: [service({ ports })], endpoints: [of] }), {
      "10.96.0.8:1": [{ host: "10.101.200.10", port: 1001 }],
      "10.96.0.8:2": [{ host: "10.101.200.10", port: 1002 }],
    });
  });

  it("is told without a name, too, where the only port has none", () => {
    const of: V1Endpoints = {
      metadata,
      subsets: [{ addresses: [{ ip: "10.101.200.10" }], ports: [{ port: 8080 }] }],
    };
    const services = [service({ ports: [{ port: 80 }] })];
    assert.deepEqual(forwards({ services, endpoints: [of] }), {
      "10.96.0.8:80": [{ host: "10.101.200.10", port: 8080 }],
    });
  });

  it("is gathered from all subsets, of which some have no such port", () => {
    const of: V1Endpoints = {
      metadata,
      subsets: [
        { addresses: [{ ip: "10.0.0.1" }], ports: [{ name: "http", port: 8080 }] },
        { addresses: [{ ip: "10.0.0.2" }], ports: [{ name: "http", port: 9090 }] },
        { addresses: [{ ip: "10.0.0.3" }], ports: [{ name: "other", port: 8080 }] },
      ],
    };
    assert.deepEqual(forwards({ services: [service({})], endpoints: [of] })["10.96.0.8:80"], [
      { host: "10.0.0.1", port: 8080 },
      { host: "10.0.0.2", port: 9090 },
    ]);
  });

  it("is never an endpoint that is not ready", () => {
    const of: V1Endpoints = {
      metadata,
      subsets: [
        {
          addresses: [{ ip: "10.101.200.10" }],
          notReadyAddresses: [{ ip: "10.101.200.11" }],
          ports: [{ name: "http", port: 8080 }],
        },
        { notReadyAddresses: [{ ip: "10.101.200.12" }], ports: [{ name: "http", port: 8080 }] },
      ],
    };
    assert.deepEqual(forwards({ services: [service({})], endpoints: [of] }), {
      "10.96.0.8:80": [{ host: "10.101.200.10", port: 8080 }],
    });
  });

  it("is nothing, said as an empty list, without endpoints or with those of another only", () => {
    const other = { ...endpoints(), metadata: { name: "echo", namespace: "other" } };
    for (const list of [[], [other], [{ metadata }]]) {
      assert.deepEqual(forwards({ services: [service({})], endpoints: list }), {
        "10.96.0.8:80": [],
      });
    }
  });

  it("is of no concern for a headless service, whose clients know the pods", () => {
    for (const clusterIP of ["None", ""]) {
      assert.deepEqual(forwards({ services: [service({ clusterIP })] }), {});
    }
    assert.deepEqual(forwards({ services: [{ metadata, spec: { ports: [http] } }] }), {});
  });

  it("is not known of UDP, which does not hide a TCP port of the same number", () => {
    const udp = { name: "udp", port: 80, protocol: "UDP" };
    const of = endpoints([
      { name: "http", port: 8080 },
      { name: "udp", port: 8080 },
    ]);
    for (const ports of [
      [http, udp],
      [udp, http],
    ]) {
      assert.deepEqual(forwards({ services: [service({ ports })], endpoints: [of] }), {
        "10.96.0.8:80": pods,
      });
    }
    assert.deepEqual(forwards({ services: [service({ ports: [udp] })], endpoints: [of] }), {});
  });
});

describe("a process outside of the data plane", () => {
  const tunnel = { host: "127.20.1.10", port: 8080, through: "/run/tunnel.sock" };
  const processes = { "10.101.200.10:8080": tunnel };

  it("is reached through its tunnel at its pod's address", () => {
    assert.deepEqual(forwards({ processes }), { "10.101.200.10:8080": [tunnel] });
  });

  it("is reached through its tunnel by services, beside pods that are not", () => {
    const all = forwards({ services: [service({})], processes });
    assert.deepEqual(all["10.96.0.8:80"], [tunnel, { host: "10.101.200.11", port: 8080 }]);
  });

  it("is not meant by another port of its pod", () => {
    const of = endpoints([{ name: "http", port: 8081 }], ["10.101.200.10"]);
    const all = forwards({ services: [service({})], endpoints: [of], processes });
    assert.deepEqual(all["10.96.0.8:80"], [{ host: "10.101.200.10", port: 8081 }]);
  });
});
