import assert from "node:assert/strict";
import { whyUnreachable } from "../../../stacks/reachability";
import { type ApiServer, startApiServer, unreachableServer } from "../../support/api-server";
import { selfSigned } from "../../support/certificates";

describe("an API server", () => {
  let open: ApiServer[] = [];
  const serve = async (status: number): Promise<ApiServer> => {
    const api = await startApiServer(status);
    open.push(api);
    return api;
  };
  afterEach(async () => {
    await Promise.all(open.map((api) => api.close()));
    open = [];
  });
  const ask = ({ server, ca }: Pick<ApiServer, "server" | "ca">, credentials: object = {}) =>
    whyUnreachable({ server, ca, kubeconfig: "", ...credentials }, "istio-mesh:clusters[0]");
  const meanwhile =
    "or, to converge the others meanwhile, set istio-mesh:clusters[0].maintenance: true";

  it("that answers is reachable, and is asked for its version with the token", async () => {
    const api = await serve(200);
    assert.equal(await ask({ ...api, server: `${api.server}/` }, { token: "canary" }), undefined);
    assert.deepEqual(api.requests, [{ path: "/version", authorization: "Bearer canary" }]);
  });

  it("that answers under a path is asked there", async () => {
    const api = await serve(200);
    await ask({ ...api, server: `${api.server}/k8s/east` });
    assert.deepEqual(api.requests, [{ path: "/k8s/east/version", authorization: "" }]);
  });

  it("that refuses the credentials is of no use", async () => {
    const api = await serve(401);
    assert.equal(
      await ask(api, { token: "canary" }),
      `${api.server} refuses the kubeconfig's credentials (401), renew them`,
    );
    assert.equal(
      await ask(api, { clientCertificate: await selfSigned("admin") }),
      `${api.server} refuses the kubeconfig's credentials (401), renew them`,
    );
  });

  it("that refuses nobody in particular is there, as a command signs in later", async () => {
    assert.equal(await ask(await serve(401)), undefined);
  });

  it("that forbids its version is there", async () => {
    assert.equal(await ask(await serve(403), { token: "canary" }), undefined);
  });

  for (const status of [500, 503]) {
    it(`that answers ${status} is ill`, async () => {
      const api = await serve(status);
      assert.equal(
        await ask(api),
        `${api.server} answers ${status}, look at the API server's health; ${meanwhile}`,
      );
    });
  }

  it("that nobody runs cannot be reached", async () => {
    const server = await unreachableServer();
    assert.equal(
      await ask({ server, ca: (await selfSigned("any")).cert }),
      `${server} cannot be reached (ECONNREFUSED), check the address and that it runs; ${meanwhile}`,
    );
  });

  it("that another authority signed is not trusted, and never sees the token", async () => {
    const api = await serve(200);
    assert.equal(
      await ask({ ...api, ca: (await selfSigned("another")).cert }, { token: "canary" }),
      `${api.server} cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT), check the kubeconfig's certificate-authority-data`,
    );
    assert.deepEqual(api.requests, []);
  });

  it("that has another name than it is called by is not trusted", async () => {
    const api = await serve(200);
    const server = api.server.replace("127.0.0.1", "localhost");
    assert.equal(
      await ask({ ...api, server }),
      `${server} cannot be reached (ERR_TLS_CERT_ALTNAME_INVALID), check the kubeconfig's certificate-authority-data`,
    );
  });

  for (const [what, credentials] of [
    ["a certificate that is none", { clientCertificate: { cert: "canary", key: "canary" } }],
    ["a token with a line break", { token: "canary\n\ncanary" }],
  ] as const) {
    it(`cannot be asked with ${what}`, async () => {
      const api = await serve(200);
      const message = await ask(api, credentials);
      assert.match(
        message ?? "",
        /cannot be asked \(ERR_\w+\), the kubeconfig's certificate, key or token is malformed$/,
      );
      assert.doesNotMatch(message ?? "", /canary/);
    });
  }
});
