import assert from "node:assert/strict";
import { type Place, rawConfig, twoNetworks } from "../../support/meshes";
import { problems } from "../../support/problems";

const ingress = (fields: object = {}) => ({ name: "in", kind: "ingress", ...fields });
const found = (gateways: unknown, places: readonly Place[] = twoNetworks) =>
  problems(rawConfig(places, { gateways })).map((one) => one.replace("istio-mesh:gateways", ""));
const http = (fields: object) => ({ name: "http2", port: 80, ...fields });

describe("the gateways of a config", () => {
  const fine: readonly [rule: string, gateways: readonly object[]][] = [
    ["have a name and a kind at least", [ingress()]],
    [
      "may have one name where they have no cluster in common",
      [ingress({ clusters: ["east"] }), ingress({ clusters: ["west"] })],
    ],
    [
      "may have one label, so that one Gateway resource selects both",
      [ingress(), ingress({ name: "internal", labels: { istio: "ingressgateway" } })],
    ],
    [
      "may lead two ports to one",
      [ingress({ ports: [http({ targetPort: 8080 }), { name: "alt", port: 8080 }] })],
    ],
  ];
  for (const [rule, gateways] of fine) {
    it(rule, () => assert.deepEqual(found(gateways), []));
  }

  const form = "at most 63 of a-z, 0-9 and -, with a letter first and no - last";
  const eastWest =
    "is the name of east-west gateways, which the mesh has where it needs them; give another";
  const own = "is a name of Istio's or Kubernetes' own; give another";
  const there =
    "is there already and not for gateways, expected istio-system or a namespace that is the stack's alone, such as istio-ingress";
  const each = "each port needs its own";
  const refused: readonly [rule: string, gateways: unknown, ...problems: string[]][] = [
    ["are a list", { in: {} }, ': expected a list, got {"in":{}}'],
    [
      "are of two kinds",
      [ingress({ kind: "eastWest" })],
      '[0].kind: expected one of "ingress"|"egress", got "eastWest"',
    ],
    ...["1in", "In", "in-", "x".repeat(64)].map((name): [string, unknown, string] => [
      `have names of Services, which ${name} is not`,
      [ingress({ name })],
      `[0].name: expected a name of a Service (${form}), got "${name}"`,
    ]),
    [
      "leave the east-west gateway its name",
      [ingress({ name: "istio-eastwestgateway" })],
      `[0].name: "istio-eastwestgateway" ${eastWest}`,
    ],
    ...["istiod", "istiod-canary", "istio-reader-service-account", "default"].map(
      (name): [string, unknown, string] => [
        `leave others their names, such as ${name}`,
        [ingress({ name })],
        `[0].name: "${name}" ${own}`,
      ],
    ),
    [
      "leave the east-west gateway its label",
      [ingress({ labels: { istio: "eastwestgateway" } })],
      '[0].labels.istio: "eastwestgateway" is the label of east-west gateways, expected another value',
    ],
    [
      "have no labels that mean something else",
      [
        ingress({
          labels: {
            app: "x",
            "topology.istio.io/network": "net",
            "sidecar.istio.io/inject": "false",
            "istio.io/rev": "canary",
          },
        }),
      ],
      '[0].labels.app: "x", but this label is the gateway\'s name; leave it out',
      '[0].labels.topology.istio.io/network: "net", but this label makes peers take it for an east-west gateway; leave it out',
      '[0].labels.sidecar.istio.io/inject: "false", but this label is what makes it a gateway; leave it out',
      '[0].labels.istio.io/rev: "canary", but this label follows the cluster\'s control plane; leave it out',
    ],
    ...["default", "kube-system", "istio-operator"].map((namespace): [string, unknown, string] => [
      `are in no namespace of others, such as ${namespace}`,
      [ingress({ namespace })],
      `[0].namespace: "${namespace}" ${there}`,
    ]),
    [
      "are on clusters that there are, each once",
      [ingress({ clusters: ["east", "est", "east"] })],
      '[0].clusters[1]: unknown cluster "est", expected one of east, west',
      '[0].clusters[2]: "east" is in the list already',
    ],
    [
      "are on one cluster at least",
      [ingress({ clusters: [] })],
      "[0].clusters: a gateway is on one cluster at least, leave it out for all, got []",
    ],
    [
      "have names of their own on each cluster",
      [ingress(), ingress({ clusters: ["west"], kind: "egress" })],
      '[1].name: "in" is the name of gateways[0] already on west, each gateway of a cluster needs its own',
    ],
    [
      "have one port at least",
      [ingress({ ports: [] })],
      "[0].ports: a gateway has one port at least, leave it out for those of its kind, got []",
    ],
    [
      "have ports in Kubernetes' range",
      [ingress({ ports: [http({ port: 0, targetPort: 65536, nodePort: 1.5 })] })],
      "[0].ports[0].port: expected number to be >=1, got 0",
      "[0].ports[0].targetPort: expected number to be <=65535, got 65536",
      "[0].ports[0].nodePort: expected int, got 1.5",
    ],
    [
      "have each port and each of its names once",
      [ingress({ ports: [http({ nodePort: 30080 }), http({ nodePort: 30080 })] })],
      `[0].ports[1].name: http2 is that of ports[0] already, ${each}`,
      `[0].ports[1].port: 80 is that of ports[0] already, ${each}`,
      `[0].ports[1].nodePort: 30080 is that of ports[0] already, ${each}`,
    ],
    [
      "have no port on nodes, no clients' policy and no ranges where only the cluster gets at them",
      [
        ingress({
          kind: "egress",
          ports: [http({ nodePort: 30080 })],
          service: { sourceRanges: ["10.0.0.0/8"], externalTrafficPolicy: "Local" },
        }),
      ],
      "[0].ports[0].nodePort: 30080, but a Service of type ClusterIP has no port on nodes; leave it out, or set service.type to NodePort or LoadBalancer",
      "[0].service.sourceRanges: is not for a Service of type ClusterIP; leave it out, or set service.type to LoadBalancer",
      "[0].service.externalTrafficPolicy: is not for a Service of type ClusterIP; leave it out, or set service.type to LoadBalancer or NodePort",
    ],
    [
      "have ranges at load balancers only",
      [ingress({ service: { type: "NodePort", sourceRanges: ["10.0.0.0/8"] } })],
      "[0].service.sourceRanges: is not for a Service of type NodePort; leave it out, or set service.type to LoadBalancer",
    ],
    [
      "have no more pods at least than at most",
      [ingress({ minReplicas: 6 })],
      "[0].minReplicas: 6 is more than maxReplicas, which is 5",
    ],
    [
      "are checked each by itself, so that no slip hides another",
      [{ name: "in" }, ingress({ name: "istiod", clusters: ["est"], minReplicas: 9 })],
      '[0].kind: missing, expected one of "ingress"|"egress"',
      `[1].name: "istiod" ${own}`,
      '[1].clusters[0]: unknown cluster "est", expected one of east, west',
      "[1].minReplicas: 9 is more than maxReplicas, which is 5",
    ],
  ];
  for (const [rule, gateways, ...expected] of refused) {
    it(rule, () => assert.deepEqual(found(gateways), expected));
  }

  it("are told apart in the stack's state, where a cluster's name and theirs are one", () => {
    const places: readonly Place[] = [
      ["east", "net"],
      ["east-a", "net"],
    ];
    const both = [
      ingress({ name: "a-b", clusters: ["east"] }),
      ingress({ name: "b", clusters: ["east-a"] }),
    ];
    assert.deepEqual(found(both, places), [
      '[1].name: "b" on east-a would be east-a-b in the stack\'s state, as gateways[0] is on another cluster; give another',
    ]);
    assert.deepEqual(found([both[0], ingress({ name: "b", clusters: ["east"] })], places), []);
  });
});
