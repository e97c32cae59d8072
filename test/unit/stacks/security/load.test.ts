import assert from "node:assert/strict";
import { LoadingClusters } from "../../../support/loading-clusters";

const folder = "/apis/security.istio.io/v1beta1/namespaces/istio-system";
const authentications = `${folder}/peerauthentications`;
const policies = `${folder}/authorizationpolicies`;
const list = (...names: readonly string[]) => ({
  status: 200,
  body: JSON.stringify({ items: names.map((name) => ({ metadata: { name } })) }),
});
const forbidden = { status: 403, body: "canary" };

describe("how strict a mesh is, of what its clusters have", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const config = (security: object) => ({ security: JSON.stringify(security) });
  const asked = (servers: Awaited<ReturnType<typeof clusters.start>>) =>
    servers.map(({ requests }) =>
      requests
        .map((one) => one.path)
        .filter((path) => path.startsWith(folder))
        .sort(),
    );
  const problem = (key: string, kind: string, name: string, cluster: string) =>
    `istio-mesh:security.${key}: ${kind} "${name}" of istio-system is on cluster "${cluster}" already, and not the stack's; delete it, or leave it to the stack: kubectl annotate ${kind.toLowerCase()} ${name} -n istio-system istio-mesh/made-for=security`;

  it("is refused on each primary where somebody else has said it already", async () => {
    const taken = list("default", "allow-nothing", "allow-eastwestgateway");
    const answers = { [authentications]: list("default"), [policies]: taken };
    const servers = await clusters.start(answers, answers);
    const security = config({ mtls: "STRICT", defaultDeny: true });
    const expected = (cluster: string) => [
      problem("mtls", "PeerAuthentication", "default", cluster),
      problem("defaultDeny", "AuthorizationPolicy", "allow-nothing", cluster),
    ];
    assert.deepEqual(await clusters.problems({}, security), [...expected("c0"), ...expected("c1")]);
    assert.deepEqual(asked(servers), [
      [policies, authentications],
      [policies, authentications],
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("is not asked for on a remote, whose primary says it, and takes the name for gateways where there are any", async () => {
    clusters.more = [{}, { primary: "c0" }];
    const answers = { [policies]: list("allow-eastwestgateway") };
    const servers = await clusters.start(answers, answers);
    assert.deepEqual(await clusters.problems({}, config({ defaultDeny: true })), [
      problem("defaultDeny", "AuthorizationPolicy", "allow-eastwestgateway", "c0"),
    ]);
    assert.deepEqual(asked(servers), [[policies], []]);
  });

  it("is fine where there is nothing of it yet, and not asked for where nothing is said", async () => {
    const servers = await clusters.start({}, {});
    await clusters.load({}, config({ mtls: "STRICT" }));
    assert.deepEqual(asked(servers), [[authentications], [authentications]]);
    await clusters.load({}, config({}));
    assert.deepEqual(asked(servers), [[authentications], [authentications]]);
  });

  it("is for up to tell where a cluster forbids it to a preview, which warns", async () => {
    const [server] = await clusters.start({ [authentications]: forbidden });
    const message = `istio-mesh:clusters[0].kubeconfig: ${server?.server ?? ""} answers 403 when asked for istio-system/peerauthentications, give the kubeconfig's user the right to get it`;
    assert.deepEqual(await clusters.problems({}, config({ mtls: "STRICT" })), [message]);
    await clusters.begin({}, { preview: true });
    const { warnings } = await clusters.load({}, config({ mtls: "STRICT" }));
    assert.deepEqual(
      warnings.map((one) => `${one.path}: ${one.message}`).filter((one) => one.includes("403")),
      [
        `${message}; up asks for it, this preview cannot tell whether it becomes as strict as the config says`,
      ],
    );
  });
});
