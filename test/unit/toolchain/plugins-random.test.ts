import assert from "node:assert/strict";
import { compareSync } from "bcryptjs";
import { createProvider } from "../../../toolchain/plugins/provider";
import { randomPackage } from "../../../toolchain/plugins/random";
import { reveal, type WireObject } from "../../../toolchain/plugins/wire";

const provider = createProvider(randomPackage, "0.0.0");

async function create(name: string, inputs: WireObject = {}) {
  const token = `random:index/r${name.slice(1)}:${name}`;
  const urn = `urn:pulumi:s::p::${token}::n`;
  const checked = await provider.check(urn, {}, inputs);
  assert.deepEqual(checked.failures, []);
  const { id, outs } = await provider.create(urn, checked.inputs);
  const output = (name: string) => reveal(outs[name] ?? null);
  const text = (name: string) => {
    const value = output(name);
    assert.ok(typeof value === "string", `${name} is a text`);
    return value;
  };
  return { id, output, text };
}

describe("the random plugin", () => {
  it("a string has its length and only the classes that are on", async () => {
    const { id, output, text } = await create("RandomString", {
      length: 200,
      special: false,
      upper: false,
    });
    assert.match(text("result"), /^[a-z0-9]{200}$/);
    assert.equal(id, output("result"));
  });

  it("a string has the least number of each class that is asked for", async () => {
    for (let round = 0; round < 20; round++) {
      const minima = { minLower: 1, minNumeric: 2, minSpecial: 1, minUpper: 1 };
      const { text } = await create("RandomString", { length: 5, ...minima });
      const sorted = Array.from(text("result")).sort().join("");
      assert.equal(sorted.replaceAll(/\d/g, "").length, 3);
      assert.match(sorted, /[a-z]/);
      assert.match(sorted, /[A-Z]/);
      assert.match(sorted, /[!@#$%&*()\-_=+[\]{}<>:?]/);
    }
  });

  it("overrideSpecial replaces the special characters, counted in whole characters", async () => {
    const classes = { lower: false, upper: false, numeric: false };
    const inputs = { length: 30, overrideSpecial: "£😀", ...classes };
    const { text } = await create("RandomString", inputs);
    assert.match(text("result"), /^[£😀]{30}$/u);
  });

  it("a password comes with its bcrypt hash at Go's default cost, and an id that tells nothing", async () => {
    const { id, text } = await create("RandomPassword", { length: 20 });
    const [result, hash] = [text("result"), text("bcryptHash")];
    assert.equal(result.length, 20);
    assert.match(hash, /^\$2[aby]\$10\$/);
    assert.ok(compareSync(result, hash));
    assert.equal(id, "none");
  });

  it("a password beyond 72 bytes is hashed by its first 72", async () => {
    const { text } = await create("RandomPassword", { length: 100 });
    const result = text("result");
    assert.ok(compareSync(result.slice(0, 72), text("bcryptHash")));
  });

  it("an id is the same bytes in every spelling, each with the prefix", async () => {
    const { id, output } = await create("RandomId", { byteLength: 8, prefix: "p," });
    const bytes = Buffer.from(id, "base64url");
    assert.equal(bytes.length, 8);
    assert.equal(output("b64Url"), `p,${bytes.toString("base64url")}`);
    assert.equal(output("b64Std"), `p,${bytes.toString("base64")}`);
    assert.equal(output("hex"), `p,${bytes.toString("hex")}`);
    assert.equal(output("dec"), `p,${bytes.readBigUInt64BE()}`);
  });

  it("bytes are the same in both spellings", async () => {
    const { id, output, text } = await create("RandomBytes", { length: 33 });
    const bytes = Buffer.from(text("base64"), "base64");
    assert.equal(bytes.length, 33);
    assert.equal(output("hex"), bytes.toString("hex"));
    assert.equal(id, output("base64"));
  });

  it("an integer lies between its bounds and reaches both", async () => {
    const seen = new Set<unknown>();
    for (let round = 0; round < 200; round++) {
      const { id, output } = await create("RandomInteger", { min: -1, max: 1 });
      assert.equal(id, JSON.stringify(output("result")));
      seen.add(output("result"));
    }
    assert.deepEqual([...seen].sort(), [-1, 0, 1].sort());
  });

  it("a seed always gives the same integer and the same order, another seed another one", async () => {
    const integer = async (seed: string) =>
      (await create("RandomInteger", { min: 0, max: 1_000_000, seed })).id;
    assert.equal(await integer("a"), await integer("a"));
    assert.notEqual(await integer("a"), await integer("b"));
    const inputs = Array.from({ length: 50 }, (_, index) => String(index));
    const order = async (seed: string) =>
      (await create("RandomShuffle", { inputs, seed })).output("results");
    assert.deepEqual(await order("a"), await order("a"));
    assert.notDeepEqual(await order("a"), await order("b"));
  });

  it("a shuffle has every item once, fewer where fewer are asked for", async () => {
    const inputs = ["a", "b", "c", "d"];
    const results = async (more: WireObject) =>
      (await create("RandomShuffle", { inputs, ...more })).output("results") as string[];
    assert.deepEqual([...(await results({}))].sort(), inputs);
    assert.equal(new Set(await results({ resultCount: 2 })).size, 2);
    assert.deepEqual(await results({ resultCount: 0 }), []);
  });

  it("a shuffle with more results than items repeats none before all had their turn", async () => {
    const inputs = ["a", "b", "c"];
    const made = await create("RandomShuffle", { inputs, resultCount: 8 });
    const results = made.output("results") as string[];
    assert.equal(results.length, 8);
    assert.deepEqual(results.slice(0, 3).sort(), inputs);
    assert.deepEqual(results.slice(3, 6).sort(), inputs);
    assert.equal(new Set(results.slice(6)).size, 2);
    assert.deepEqual(
      (await create("RandomShuffle", { inputs: [], resultCount: 2 })).output("results"),
      [],
    );
  });

  it("a pet is its id: so many words behind the prefix", async () => {
    assert.match((await create("RandomPet")).id, /^[a-z]+-[a-z]+$/);
    assert.match((await create("RandomPet", { length: 1 })).id, /^[a-z]+$/);
    const inputs = { length: 4, prefix: "istio", separator: "." };
    assert.match((await create("RandomPet", inputs)).id, /^istio(\.[a-z]+){4}$/);
  });

  it("a UUID has the version that its class names", async () => {
    const uuid = async (name: string) => {
      const { id, output } = await create(name);
      assert.equal(id, output("result"));
      return id;
    };
    const form = (version: string) =>
      new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);
    assert.match(await uuid("RandomUuid"), form("[0-9a-f]"));
    assert.match(await uuid("RandomUuid4"), form("4"));
    const before = Date.now();
    const seventh = await uuid("RandomUuid7");
    assert.match(seventh, form("7"));
    const time = parseInt(seventh.replace("-", "").slice(0, 12), 16);
    assert.ok(time >= before && time <= Date.now());
  });
});
