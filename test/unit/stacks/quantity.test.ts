import assert from "node:assert/strict";
import type { z } from "zod";
import {
  cpuQuantity,
  memoryBytes,
  memoryQuantity,
  milliCpus,
  quantityValue,
} from "../../../stacks/quantity";

describe("a quantity", () => {
  const spelled: readonly [kind: string, z.ZodType, (readonly [given: unknown, is: string])[]][] = [
    [
      "CPUs",
      cpuQuantity,
      [
        ["2", "2"],
        [2, "2"],
        [0.5, "500m"],
        ["1.25", "1250m"],
        ["0.001", "1m"],
        ["2000m", "2"],
        ["2.000", "2"],
        ["100m", "100m"],
        ["1500m", "1500m"],
      ],
    ],
    [
      "memory",
      memoryQuantity,
      [
        ["128Mi", "128Mi"],
        ["1024Mi", "1Gi"],
        ["1536Mi", "1536Mi"],
        ["1048576Ki", "1Gi"],
        ["2048Ti", "2048Ti"],
        ["1000M", "1G"],
        ["1500M", "1500M"],
        ["2048k", "2048k"],
        ["1073741824", "1073741824"],
        [2_000_000_000, "2G"],
      ],
    ],
  ];
  for (const [kind, schema, rows] of spelled) {
    for (const [given, is] of rows) {
      it(`of ${kind} is spelled as Kubernetes hands it out again: ${JSON.stringify(given)} as ${is}`, () => {
        assert.equal(schema.parse(given), is);
        assert.equal(schema.parse(is), is);
      });
    }
  }

  const refused: readonly [kind: string, z.ZodType, unknown[]][] = [
    ["CPUs", cpuQuantity, ["", "lots", "0", "0m", "0.0005", "0.5m", "1Gi", "1000", "-1", -1, true]],
    ["memory", memoryQuantity, ["", "0", "1.5Gi", "128MB", "128mi", "100m", "1e9", 0.5, -1, true]],
  ];
  for (const [kind, schema, values] of refused) {
    for (const value of values) {
      it(`of ${kind} is not ${JSON.stringify(value)}, and says once what it may be`, () => {
        const { error } = schema.safeParse(value);
        assert.equal(error?.issues.length, 1);
        assert.match(error.issues[0]?.message ?? "", /^expected (CPUs|bytes) such as /);
      });
    }
  }

  const unmeant: readonly (readonly [schema: z.ZodType, given: unknown, message: string])[] = [
    [memoryQuantity, 2, "expected 1Mi of memory at least (2 is 2 bytes, did you mean 2Gi?)"],
    [
      memoryQuantity,
      "512",
      "expected 1Mi of memory at least (512 is 512 bytes, did you mean 512Mi?)",
    ],
    [
      memoryQuantity,
      "128k",
      "expected 1Mi of memory at least (128k is 128000 bytes, did you mean 128Mi?)",
    ],
    [
      memoryQuantity,
      "1023Ki",
      "expected 1Mi of memory at least (1023Ki is 1047552 bytes, did you mean 1023Mi?)",
    ],
    [cpuQuantity, 500, "expected less than 100 CPUs (500 is 500 CPUs, did you mean 500m?)"],
    [cpuQuantity, "100", "expected less than 100 CPUs (100 is 100 CPUs, did you mean 100m?)"],
    [
      cpuQuantity,
      "100000m",
      "expected less than 100 CPUs (100000m is 100 CPUs, did you mean 100m?)",
    ],
  ];
  for (const [schema, given, message] of unmeant) {
    it(`that nobody means is refused with the likely one: ${JSON.stringify(given)}`, () => {
      const { error } = schema.safeParse(given);
      assert.deepEqual(
        error?.issues.map((one) => one.message),
        [message],
      );
    });
  }

  it("may be just what nobody means no longer", () => {
    assert.equal(memoryQuantity.parse("1024Ki"), "1Mi");
    assert.equal(cpuQuantity.parse("99999m"), "99999m");
  });

  it("is compared by its value", () => {
    assert.equal(milliCpus("1500m"), 1500);
    assert.equal(milliCpus("2"), 2000);
    assert.equal(memoryBytes("1Gi"), 1_073_741_824n);
    assert.equal(memoryBytes("1G"), 1_000_000_000n);
    assert.equal(memoryBytes("17"), 17n);
  });

  const values: readonly (readonly [text: string, is: number | undefined])[] = [
    ["700m", 0.7],
    ["0.7", 0.7],
    ["2", 2],
    ["1e3", 1000],
    ["3k", 3000],
    ["2Ki", 2048],
    ["1.5Gi", 1_610_612_736],
    ["1E", 1e18],
    ["1gb", undefined],
    ["", undefined],
  ];
  for (const [text, is] of values) {
    it(`in any spelling has a value: "${text}" is ${is}`, () => {
      assert.equal(quantityValue(text), is);
    });
  }
});
