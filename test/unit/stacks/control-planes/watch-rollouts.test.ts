import assert from "node:assert/strict";
import { watchRollouts } from "../../../../stacks/control-planes/watch-rollouts";
import { type Answers, type ApiServer, startApiServer } from "../../../support/api-server";

const ok = (items: readonly object[]) => ({ status: 200, body: JSON.stringify({ items }) });
const inNamespace = (namespace: string) => ({
  deployments: `/apis/apps/v1/namespaces/${namespace}/deployments`,
  pods: `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Distiod%2Crev%3Dnext`,
  replicaSets: `/apis/apps/v1/namespaces/${namespace}/replicasets?labelSelector=app%3Distiod%2Crev%3Dnext`,
  events: `/api/v1/namespaces/${namespace}/events?fieldSelector=type%3DWarning`,
});
const system = inNamespace("istio-system");
const ingress = inNamespace("istio-ingress");

const deployment = (name: string, reason: string, message?: string) => ({
  metadata: { name },
  spec: { selector: { matchLabels: { app: "istiod", rev: "next" } } },
  status: { conditions: [{ type: "Progressing", status: "True", reason, message }] },
});
const pod = (name: string, ...conditions: object[]) => ({
  metadata: { name },
  status: { conditions },
});
const unscheduled = pod("istiod-next-1", {
  type: "PodScheduled",
  status: "False",
  reason: "Unschedulable",
  message: "0/3 nodes are available.",
});
const event = (kind: string, name: string, reason: string) => ({
  involvedObject: { kind, name },
  reason,
  message: "no\nroom.",
});
const replicaSet = { metadata: { name: "istiod-next-5" }, spec: { replicas: 1 } };

const intro = 'cluster "east": istiod-next is not rolled out yet: ';
const todo =
  "What ran before goes on serving; mend the cause, or put the edit back (see upgrade, tuning in the config), and run up again";

describe("the watch over the rollouts of a cluster", () => {
  let api: ApiServer;
  let answers: Answers;
  const watchedOnes = [
    { namespace: "istio-system", name: "istiod-next", keys: ["upgrade", "tuning"] },
    { namespace: "istio-ingress", name: "public", keys: ["gateways"] },
  ];

  beforeEach(async () => {
    answers = {
      [system.deployments]: ok([deployment("istiod-next", "ReplicaSetUpdated")]),
      [system.pods]: ok([unscheduled]),
      [system.replicaSets]: ok([replicaSet]),
      [system.events]: ok([]),
      [ingress.deployments]: ok([]),
    };
    api = await startApiServer(500, answers);
  });
  afterEach(() => api.close());

  const asked = (path: string) => api.requests.filter((one) => one.path === path).length;

  /** What it warns of until it has looked this often. */
  async function watched(looks: number, patienceMs = 0, deployments = watchedOnes) {
    const warnings: string[] = [];
    const ended = new AbortController();
    const before = asked(system.deployments);
    const access = { server: api.server, ca: api.ca, kubeconfig: "" };
    const watch = watchRollouts(
      { name: "east", access, deployments },
      (message) => warnings.push(message),
      { patienceMs, pollMs: 1, signal: ended.signal },
    );
    while (asked(system.deployments) - before < looks) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    ended.abort();
    await watch;
    return warnings;
  }

  it("says once what keeps one, and what to do", async () => {
    assert.deepEqual(await watched(5), [
      `${intro}istiod-next-1: Unschedulable: 0/3 nodes are available. ${todo}`,
    ]);
  });

  it("says which events tell of the Deployment, its ReplicaSets and its pods, and asks for them once", async () => {
    const ready = pod("istiod-next-0", { type: "Ready", status: "True" });
    answers[system.pods] = ok([unscheduled, ready]);
    answers[system.events] = ok([
      event("Pod", "istiod-next-0", "OfOneThatIsReady"),
      event("Pod", "stranger", "OfAStranger"),
      event("Pod", "istiod-next-1", "OfPod"),
      event("ReplicaSet", "istiod-next-5", "OfReplicaSet"),
      event("Deployment", "istiod-next", "OfDeployment"),
    ]);
    assert.deepEqual(await watched(3), [
      `${intro}istiod-next-1: Unschedulable: 0/3 nodes are available. Events: OfPod: no room.; OfReplicaSet: no room.; OfDeployment: no room. ${todo}`,
    ]);
    assert.equal(asked(system.events), 1);
    assert.equal(asked(ingress.events), 0);
  });

  it("says the rest to one who may not read events and ReplicaSets, or cannot now", async () => {
    const expected = [`${intro}istiod-next-1: Unschedulable: 0/3 nodes are available. ${todo}`];
    for (const status of [403, 500]) {
      answers[system.events] = { status, body: "" };
      answers[system.replicaSets] = { status, body: "" };
      assert.deepEqual(await watched(3), expected, String(status));
    }
  });

  it("says why no pod is made", async () => {
    const refused = {
      type: "ReplicaFailure",
      status: "True",
      reason: "FailedCreate",
      message: "exceeded quota: small",
    };
    answers[system.pods] = ok([]);
    answers[system.replicaSets] = ok([{ ...replicaSet, status: { conditions: [refused] } }]);
    assert.deepEqual(await watched(3), [
      `${intro}istiod-next-5: FailedCreate: exceeded quota: small. ${todo}`,
    ]);
    answers[system.replicaSets] = ok([]);
    assert.deepEqual(await watched(3), [`${intro}istiod-next: ReplicaSetUpdated. ${todo}`]);
  });

  it("names five reasons, and how many there are beside them", async () => {
    const pods = [1, 2, 3, 4, 5, 6, 7].map((at) => pod(`p${at}`));
    answers[system.pods] = ok(pods);
    const [warning] = await watched(3);
    assert.match(
      warning ?? "",
      /: p1: .*; p5: not ready, for no reason that it tells; and 2 more\. /,
    );
    assert.doesNotMatch(warning ?? "", /p6/);
  });

  it("says nothing of strangers' Deployments, but of the stack's in every namespace", async () => {
    answers[system.deployments] = ok([deployment("stranger", "ReplicaSetUpdated")]);
    answers[ingress.deployments] = ok([
      deployment("public", "ReplicaSetUpdated"),
      deployment("istiod-next", "ReplicaSetUpdated"),
    ]);
    answers[ingress.pods] = ok([unscheduled]);
    assert.deepEqual(await watched(3), [
      'cluster "east": istio-ingress/public is not rolled out yet: istiod-next-1: Unschedulable: 0/3 nodes are available. What ran before goes on serving; mend the cause, or put the edit back (see gateways in the config), and run up again',
    ]);
  });

  it("says nothing of one that does not take long, that is done, or of a cluster that does not answer", async () => {
    assert.deepEqual(await watched(3, 600_000), []);
    answers[system.deployments] = ok([deployment("istiod-next", "NewReplicaSetAvailable")]);
    assert.deepEqual(await watched(3), []);
    answers[system.deployments] = { status: 500, body: "" };
    assert.deepEqual(await watched(3), []);
  });

  it("waits with what it says until it can ask for the pods", async () => {
    answers[system.pods] = { status: 500, body: "" };
    assert.deepEqual(await watched(3), []);
  });

  it("asks nothing of a cluster in which nothing is rolled out", async () => {
    await watchRollouts(
      { name: "east", access: { server: api.server, ca: api.ca, kubeconfig: "" }, deployments: [] },
      () => assert.fail(),
      { patienceMs: 0 },
    );
    assert.deepEqual(api.requests, []);
  });
});
