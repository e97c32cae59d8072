import assert from "node:assert/strict";
import { askApiServer } from "../../../stacks/ask-api-server";
import { type Answers, type ApiServer, startApiServer } from "../../support/api-server";

describe("the answer of an API server", () => {
  let api: ApiServer;
  const answers: Answers = {};

  before(async () => {
    api = await startApiServer(404, answers);
  });
  after(() => api.close());
  const ask = (path: string, server = api.server) =>
    askApiServer({ server, ca: api.ca, kubeconfig: "" }, path);

  for (const status of [200, 201, 301, 401, 403, 404, 503]) {
    it(`has its status and its body where it is ${status}`, async () => {
      answers["/some/path"] = { status, body: `{"status":${status}}` };
      assert.deepEqual(await ask("/some/path"), { status, body: `{"status":${status}}` });
    });
  }

  it("may be long, and of any letters", async () => {
    const body = "größer ☸ ".repeat(100_000);
    answers["/long"] = { status: 200, body };
    assert.equal((await ask("/long")).body, body);
  });

  it("may be empty", async () => {
    answers["/empty"] = { status: 200, body: "" };
    assert.deepEqual(await ask("/empty"), { status: 200, body: "" });
  });

  it("is asked for below the server's own path", async () => {
    answers["/k8s/east/version"] = { status: 200, body: "below" };
    for (const server of [`${api.server}/k8s/east`, `${api.server}/k8s/east/`]) {
      assert.equal((await ask("/version", server)).body, "below");
    }
  });
});
