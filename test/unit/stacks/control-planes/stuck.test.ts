import assert from "node:assert/strict";
import { hindrances, rolloutsIn } from "../../../../stacks/control-planes/stuck";
import { watchRollouts } from "../../../../stacks/control-planes/watch-rollouts";
import { type Answers, type ApiServer, startApiServer } from "../../../support/api-server";

const selector = { matchLabels: { app: "istiod", "istio.io/rev": "next" } };
const deployment = (reason: string | undefined, unavailableReplicas?: number) => ({
  metadata: { name: "istiod-next" },
  spec: { selector },
  status: {
    conditions: reason === undefined ? [] : [{ type: "Progressing", reason }],
    ...(unavailableReplicas === undefined ? {} : { unavailableReplicas }),
  },
});
const unscheduled = {
  metadata: { name: "istiod-next-1" },
  status: {
    conditions: [
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: "0/3 nodes are available",
      },
    ],
  },
};

describe("a rollout", () => {
  const names = (one: ReturnType<typeof deployment>) =>
    rolloutsIn({ items: [one] }).map(({ name }) => name);

  it("is under way until its new pods are there, and all of them are available", () => {
    assert.deepEqual(names(deployment(undefined)), ["istiod-next"]);
    assert.deepEqual(names(deployment("ReplicaSetUpdated")), ["istiod-next"]);
    assert.deepEqual(names(deployment("NewReplicaSetAvailable", 1)), ["istiod-next"]);
    assert.deepEqual(names(deployment("NewReplicaSetAvailable")), []);
  });

  it("is known by the labels of its pods", () => {
    assert.deepEqual(
      rolloutsIn({ items: [deployment(undefined)] })[0]?.labels,
      selector.matchLabels,
    );
  });
});

describe("what keeps a pod from being ready", () => {
  it("is what the scheduler says, or what its containers wait for", () => {
    const waiting = {
      metadata: { name: "istiod-next-2" },
      status: {
        containerStatuses: [
          {
            name: "discovery",
            state: { waiting: { reason: "ErrImagePull", message: "not found" } },
          },
          { name: "other", state: {} },
        ],
      },
    };
    assert.deepEqual(hindrances({ items: [unscheduled, waiting] }), [
      "istiod-next-1: Unschedulable: 0/3 nodes are available",
      "istiod-next-2 (discovery): ErrImagePull: not found",
    ]);
  });

  it("is nothing if the pod is ready, or about to go, and unknown if it does not tell", () => {
    const ready = { status: { conditions: [{ type: "Ready", status: "True" }] } };
    const going = { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } };
    assert.deepEqual(hindrances({ items: [ready, going] }), []);
    assert.deepEqual(hindrances({ items: [{ metadata: { name: "a" } }] }), [
      "a: not ready, for no reason that it tells",
    ]);
  });
});

describe("the watch over the rollouts of a cluster", () => {
  let api: ApiServer;
  const answers: Answers = {};
  const deployments = "/apis/apps/v1/namespaces/istio-system/deployments";
  const pods =
    "/api/v1/namespaces/istio-system/pods?labelSelector=app%3Distiod%2Cistio.io%2Frev%3Dnext";
  const ok = (items: readonly object[]) => ({ status: 200, body: JSON.stringify({ items }) });

  before(async () => {
    api = await startApiServer(500, answers);
  });
  after(() => api.close());

  /** What it warns of until it has looked this often. */
  async function watched(looks: number, patienceMs: number): Promise<string[]> {
    const warnings: string[] = [];
    const ended = new AbortController();
    const before = api.requests.length;
    const watch = watchRollouts(
      "east",
      { server: api.server, ca: api.ca, kubeconfig: "" },
      (message) => warnings.push(message),
      { patienceMs, pollMs: 1, signal: ended.signal },
    );
    while (api.requests.slice(before).filter((one) => one.path === deployments).length < looks) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    ended.abort();
    await watch;
    return warnings;
  }

  it("says once what keeps one, and what to do", async () => {
    answers[deployments] = ok([deployment("ReplicaSetUpdated")]);
    answers[pods] = ok([unscheduled]);
    assert.deepEqual(await watched(5, 0), [
      'cluster "east": istiod-next is not rolled out yet: istiod-next-1: Unschedulable: 0/3 nodes are available. What ran before goes on serving; mend it, or put the edit back, and run up again',
    ]);
  });

  it("says nothing of one that does not take long, that is done, or of a cluster that does not answer", async () => {
    assert.deepEqual(await watched(3, 600_000), []);
    answers[deployments] = ok([deployment("NewReplicaSetAvailable")]);
    assert.deepEqual(await watched(3, 0), []);
    answers[deployments] = { status: 500, body: "" };
    assert.deepEqual(await watched(3, 0), []);
  });
});
