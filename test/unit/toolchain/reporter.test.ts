import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { lineReporter } from "../../../toolchain/reporter";

describe("the progress of a run without a terminal", () => {
  it("is a line at the start, some in between and one at the end, each with the elapsed time", async () => {
    const lines: string[] = [];
    const report = lineReporter((line) => lines.push(line), 50);
    await report([
      {
        title: "etcd",
        run: async (progress) => {
          progress("12 %, 3 of 25 packages");
          await sleep(80);
          return "built";
        },
      },
      { title: "kwok", run: () => Promise.resolve("built") },
    ]);
    assert.deepEqual(lines, [
      "[1/2] etcd",
      "[1/2] etcd: 12 %, 3 of 25 packages, 0 s",
      "[1/2] etcd: built, 0 s",
      "[2/2] kwok",
      "[2/2] kwok: built, 0 s",
    ]);
  });

  it("tells at once what a person should know at once", async () => {
    const lines: string[] = [];
    await lineReporter((line) => lines.push(line))([
      {
        title: "etcd",
        run: (progress) => {
          progress("waiting for process 7", "now");
          return Promise.resolve("built by another run");
        },
      },
    ]);
    assert.equal(lines[1], "etcd: waiting for process 7, 0 s");
  });

  it("stops at the first step that fails", async () => {
    const lines: string[] = [];
    const fail = { title: "etcd", run: () => Promise.reject(new Error("no")) };
    const next = { title: "kwok", run: () => Promise.resolve("built") };
    await assert.rejects(lineReporter((line) => lines.push(line))([fail, next]), /no/);
    assert.deepEqual(lines, ["[1/2] etcd"]);
  });
});
