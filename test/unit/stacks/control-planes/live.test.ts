import assert from "node:assert/strict";
import { readIstiods, readProxies, readWebhooks } from "../../../../stacks/control-planes/live";
import { readLiveControlPlanes } from "../../../../stacks/control-planes/read-live";
import type { Role } from "../../../../stacks/topology";
import { type Answers, type ApiServer, startApiServer } from "../../../support/api-server";

const owner = "install.operator.istio.io/owning-resource";

const ours = { "istio-mesh/plan": "0123" };

/** A Deployment of istiod. */
function istiod(labels: object, image = "docker.io/istio/pilot:1.22.8", plan: object = ours) {
  return {
    metadata: {
      labels: labels as Record<string, string>,
      annotations: plan as Record<string, string>,
    },
    spec: { template: { spec: { containers: [{ image }] } } },
  };
}

/** A pod with what an injector has left in it. */
function pod(
  name: string,
  status: object | string | undefined,
  other: object = {},
  spec: object = {},
) {
  const text = typeof status === "string" ? status : JSON.stringify(status);
  const annotations: Record<string, string> =
    status === undefined ? {} : { "sidecar.istio.io/status": text };
  return { metadata: { name, namespace: "payments", annotations, ...other }, spec };
}

describe("an istiod of a cluster", () => {
  const read = (one: ReturnType<typeof istiod>) => readIstiods({ items: [one] })[0];

  it("has a revision, default if it says none", () => {
    assert.equal(read(istiod({ "istio.io/rev": "1-22-8" }))?.revision, "1-22-8");
    assert.equal(read(istiod({}))?.revision, "default");
  });

  for (const [image, version] of [
    ["docker.io/istio/pilot:1.22.8", "1.22.8"],
    ["registry.example:5000/istio/pilot:1.22.8-distroless", "1.22.8"],
    ["istio/pilot:1.22-alpha.55f12a68b4f9", "1.22-alpha.55f12a68b4f9"],
    ["registry.example:5000/pilot:1.22.8@sha256:0123", "1.22.8"],
  ] as const) {
    it(`is of version ${version} if its image is ${image}`, () => {
      assert.equal(read(istiod({}, image))?.version, version);
    });
  }

  it("is none of the mesh's if no stack has awaited it: somebody else's is nobody's business here", () => {
    assert.equal(read(istiod({}, undefined, {})), undefined);
  });

  it("is the operator's if an IstioOperator owns it, Helm's if nobody does, else nobody knows whose", () => {
    assert.equal(read(istiod({ [owner]: "istio-control-plane" }))?.installer, "operator");
    assert.equal(read(istiod({ [owner]: "unknown" }))?.installer, "helm");
    assert.equal(read(istiod({}))?.installer, undefined);
  });
});

describe("the proxies of a cluster", () => {
  it("are those of pods that an injector has marked, and that stay", () => {
    const items = [
      pod("web-1", { containers: ["istio-proxy"], revision: "1-22-8" }),
      pod("web-2", { revision: "default" }, { deletionTimestamp: "2026-01-01T00:00:00Z" }),
      pod("plain", undefined),
    ];
    assert.deepEqual(readProxies({ items }), [{ revision: "1-22-8", pod: "payments/web-1" }]);
  });

  for (const status of [{}, { revision: "" }, "no JSON"]) {
    it(`are the default control plane's if the injector has left ${JSON.stringify(status)}`, () => {
      assert.deepEqual(readProxies({ items: [pod("web-1", status)] }), [
        { revision: "default", pod: "payments/web-1" },
      ]);
    });
  }

  for (const kind of ["containers", "initContainers"]) {
    it(`are of the version that the image among the ${kind} says`, () => {
      const [app, proxy] = [
        { name: "app", image: "example.org/app:7" },
        { name: "istio-proxy", image: "docker.io/istio/proxyv2:1.22.8-distroless" },
      ];
      const spec = { containers: [app], [kind]: [app, proxy] };
      assert.deepEqual(readProxies({ items: [pod("web-1", { revision: "a" }, {}, spec)] }), [
        { revision: "a", pod: "payments/web-1", version: "1.22.8" },
      ]);
    });
  }

  it("are none where there is no list", () => {
    assert.deepEqual(readProxies({}), []);
    assert.deepEqual(readIstiods({}), []);
  });
});

describe("the webhooks of a remote", () => {
  const webhook = (labels: Record<string, string>, annotations: Record<string, string> = ours) => ({
    metadata: { labels, annotations },
  });

  it("lead to the revisions that they name, tags aside, if a stack has awaited them", () => {
    const items = [
      webhook({}),
      webhook({ "istio.io/rev": "1-23-4" }),
      webhook({ "istio.io/rev": "1-23-4", "istio.io/tag": "canary" }),
      webhook({ "istio.io/rev": "theirs" }, {}),
      {},
    ];
    assert.deepEqual(readWebhooks({ items }), ["default", "1-23-4"]);
    assert.deepEqual(readWebhooks({}), []);
  });
});

describe("asking a cluster for its control planes", () => {
  let api: ApiServer;
  const answers: Answers = {};
  const istiods = "/apis/apps/v1/namespaces/istio-system/deployments?labelSelector=app%3Distiod";
  const proxies =
    "/api/v1/pods?labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";
  const reader = "/api/v1/namespaces/istio-system/serviceaccounts/istio-reader-service-account";
  const webhooks =
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector";
  const ok = (items: readonly object[]) => ({ status: 200, body: JSON.stringify({ items }) });

  before(async () => {
    api = await startApiServer(404, answers);
  });
  beforeEach(() => {
    answers[istiods] = ok([istiod({ "istio.io/rev": "1-22-8" })]);
    answers[proxies] = ok([pod("web-1", { revision: "1-22-8" })]);
  });
  after(() => api.close());
  const wanted = (revision: string, version = "1.22.9") => ({ revision, version });
  const askA = (role: Role, ...staying: string[]) =>
    readLiveControlPlanes(
      "east",
      { server: api.server, ca: api.ca, kubeconfig: "" },
      role,
      staying.map((one) => wanted(one)),
    );
  const ask = (...staying: string[]) => askA("primary", ...staying);

  it("asks for no pods if all of them stay", async () => {
    const before = api.requests.length;
    const { istiods: found, proxies: users } = await ask("1-22-8", "1-23-4");
    assert.deepEqual([found.length, users], [1, []]);
    assert.deepEqual(
      api.requests
        .slice(before)
        .map((one) => one.path)
        .sort(),
      [reader, webhooks, istiods],
    );
  });

  it("asks who uses them if one is to go", async () => {
    assert.deepEqual((await ask("1-23-4")).proxies, [
      { revision: "1-22-8", pod: "payments/web-1" },
    ]);
    assert.match(api.accepted.at(-1) ?? "", /as=PartialObjectMetadataList/);
  });

  it("asks for their images if one changes its minor version in place, on a remote one of its primary", async () => {
    const images = { containers: [{ name: "istio-proxy", image: "istio/proxyv2:1.21.6" }] };
    answers[proxies] = ok([pod("web-1", { revision: "1-22-8" }, {}, images)]);
    const access = { server: api.server, ca: api.ca, kubeconfig: "" };
    const next = [wanted("1-22-8", "1.23.4")];
    const primary = await readLiveControlPlanes("east", access, "primary", next);
    const old = [{ revision: "1-22-8", pod: "payments/web-1", version: "1.21.6" }];
    assert.deepEqual(primary.proxies, old);
    assert.equal(api.accepted.at(-1), "application/json");
    answers[istiods] = ok([]);
    const remote = await readLiveControlPlanes("edge", access, "remote", next, primary.istiods);
    assert.deepEqual([remote.istiods, remote.proxies], [[], old]);
    assert.deepEqual(
      (await readLiveControlPlanes("edge", access, "remote", next)).proxies,
      [],
      "of a primary that nobody could ask",
    );
  });

  it("finds none on a cluster that is new to Istio", async () => {
    answers[istiods] = { status: 404, body: "{}" };
    assert.deepEqual(await ask("default"), {
      cluster: "east",
      istiods: [],
      ledTo: [],
      serving: [],
      servedBy: [],
      readerOf: undefined,
      proxies: [],
    });
  });

  it("asks a remote for the webhooks that lead to those of its primary, and then as any other", async () => {
    answers[istiods] = ok([]);
    answers[webhooks] = ok([
      { metadata: { labels: { "istio.io/rev": "1-22-8" }, annotations: ours } },
    ]);
    const { serving, proxies: users } = await askA("remote", "1-23-4");
    assert.deepEqual(serving, ["1-22-8"]);
    assert.deepEqual(users, [{ revision: "1-22-8", pod: "payments/web-1" }]);
    assert.deepEqual((await askA("remote", "1-22-8")).proxies, []);
  });

  it("finds nothing in an empty list of metadata, which an API server writes as null", async () => {
    answers[webhooks] = { status: 200, body: JSON.stringify({ items: null }) };
    assert.deepEqual((await askA("remote", "default")).serving, []);
  });

  it("learns which release of Helm's, or of the operator's, has made the reader's account", async () => {
    const body = JSON.stringify({ metadata: { labels: { release: "istiod-remote" } } });
    answers[reader] = { status: 200, body };
    assert.equal((await ask("default")).readerOf, "istiod-remote");
  });

  it("says what it may not read, and who can change that", async () => {
    answers[istiods] = { status: 403, body: "{}" };
    await assert.rejects(
      ask("default"),
      /answers 403 when asked for istio-system\/deployments\?.*, give the kubeconfig's user the right to get it$/,
    );
  });
});
