import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { selfSigned } from "../../support/certificates";
import { base64 } from "../../support/meshes";
import { withCluster } from "../../support/problems";

const at = "istio-mesh:clusters[0]";

describe("the address of an API server", () => {
  const given = (server: unknown) => withCluster({ apiServer: { server } });
  const expected = "expected a URL such as https://10.0.0.1:6443, without user or blanks";

  for (const server of [
    "https://10.0.0.1:6443",
    "https://[2001:db8::1]:6443",
    "https://proxy.example.org/k8s/east",
    // What this lacks is a warning's to say.
    "10.0.0.1:6443",
  ]) {
    it(`may be ${server}`, () => assert.deepEqual(given(server), []));
  }

  const refused: readonly [server: unknown, message: string][] = [
    ["", `${expected}, got ""`],
    ["https://10.0.0.1 :6443", `${expected}, got "https://10.0.0.1 :6443"`],
    [6443, "expected a text, in quotes, got 6443"],
    // A password is not for the terminal.
    ["https://admin:canary@10.0.0.1", `${expected}, got "https://...@10.0.0.1"`],
    ["admin:can@ary@10.0.0.1", `${expected}, got "...@10.0.0.1"`],
  ];
  for (const [server, message] of refused) {
    it(`is refused when it is ${JSON.stringify(server)}`, () => {
      assert.deepEqual(given(server), [`${at}.apiServer.server: ${message}`]);
    });
  }

  it("is refused for one peer as it is for all", () => {
    assert.deepEqual(withCluster({ apiServer: { peers: { west: { server: "a b" } } } }), [
      `${at}.apiServer.peers.west.server: ${expected}, got "a b"`,
    ]);
  });

  it("is not shown with a password when it stands in the wrong place", () => {
    assert.deepEqual(
      withCluster({ apiServer: [{ server: "https://a:canary@b", caData: "canary" }] }),
      [`${at}.apiServer: expected an object, got [{"server":"https://...@b","caData":"string"}]`],
    );
  });
});

describe("the authority of an API server", () => {
  let pem = "";
  before(async () => {
    pem = (await selfSigned("api-server")).cert;
  });
  const given = (caData: unknown) => withCluster({ apiServer: { caData } });
  const message = (got: string) =>
    `${at}.apiServer.caData: expected a certificate as PEM, in base64, as kubeconfigs have it, got ${got}`;

  it("may be a certificate as PEM in base64, or several of them", () => {
    assert.deepEqual(given(base64(pem)), []);
    assert.deepEqual(given(base64(`${pem}\n${pem}`)), []);
  });

  const refused: readonly [what: string, caData: () => unknown, got: string][] = [
    ["nothing", () => "", "string"],
    ["no base64", () => "canary!", "string"],
    ["a PEM that is not in base64", () => pem, "string"],
    ["base64 of something else", () => base64("canary"), "string"],
    [
      "base64 of a PEM that holds no certificate",
      () => base64("-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n"),
      "string",
    ],
    ["the base64 inside a PEM", () => new X509Certificate(pem).raw.toString("base64"), "string"],
    ["a list", () => ["canary"], "list"],
    ["an object", () => ({ data: "canary" }), "{ data: string }"],
  ];
  for (const [what, caData, got] of refused) {
    it(`is refused once, and not shown, when it is ${what}`, () => {
      assert.deepEqual(given(caData()), [message(got)]);
    });
  }

  it("is not shown either when it is that for one peer", () => {
    const [only] = withCluster({ apiServer: { peers: { west: { caData: "canary" } } } });
    assert.equal(only, message("string").replace(".caData", ".peers.west.caData"));
  });
});

describe("how remotes reach an istiod", () => {
  const given = (controlPlaneAddress: unknown) => withCluster({ controlPlaneAddress });
  const expected = 'expected "webhookOn443", "resolved" or { host }, a DNS name of yours, got';
  const hostExpected = "expected a DNS name such as istiod.example.org, got";

  for (const valid of [
    "webhookOn443",
    "resolved",
    { host: "istiod.example.org" },
    { host: "a-1.b2.c" },
    { host: `${"a".repeat(63)}.example` },
  ]) {
    it(`may be ${JSON.stringify(valid)}`, () => assert.deepEqual(given(valid), []));
  }

  for (const [value, shown] of [
    ["443", '"443"'],
    ["istiod.example.org", '"istiod.example.org"'],
    ["", '""'],
    [443, "443"],
    [null, "null"],
    [true, "true"],
    [[], "[]"],
    [{}, "{}"],
    [{ host: 5 }, '{"host":5}'],
    [{ name: "istiod.example.org" }, '{"name":"istiod.example.org"}'],
  ] as const) {
    it(`is refused when it is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(given(value), [`${at}.controlPlaneAddress: ${expected} ${shown}`]);
    });
  }

  for (const host of [
    // A certificate's DNS name and a webhook's URL need a name.
    "10.0.0.1",
    "2001:db8::1",
    "istiod",
    "Istiod.example.org",
    "istiod.example.org.",
    "istiod_1.example.org",
    "-a.example.org",
    "https://istiod.example.org",
    "istiod.example.org:15017",
    `${"a".repeat(64)}.example`,
    "",
  ]) {
    it(`is refused when its host is "${host}"`, () => {
      assert.deepEqual(given({ host }), [
        `${at}.controlPlaneAddress.host: ${hostExpected} "${host}"`,
      ]);
    });
  }
});

describe("whether a cluster has a gateway", () => {
  for (const value of [true, false]) {
    it(`may be ${value ? "true" : "false"}`, () => {
      assert.deepEqual(withCluster({ eastWestGateway: value }), []);
    });
  }

  for (const value of ["false", "yes", 1, null, [{ minReplicas: 2 }]]) {
    it(`is refused when it is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(withCluster({ eastWestGateway: value }), [
        `${at}.eastWestGateway: expected true, false or an object that tunes the gateway, got ${JSON.stringify(value)}`,
      ]);
    });
  }
});
