import { defineResource } from "../definition";
import { createDraw, shuffled } from "./draw";
import { keepersInput } from "./keepers";

/** A list in random order. */
export const randomShuffle = defineResource({
  token: "random:index/randomShuffle:RandomShuffle",
  inputs: {
    ...keepersInput,
    inputs: { type: { kind: "list", of: { kind: "string" } }, required: true },
    resultCount: { type: { kind: "integer", min: 0 } },
    seed: { type: { kind: "string" } },
  },
  outputs: { results: {} },
  create: ({ inputs, resultCount = inputs.length, seed }) => {
    const draw = createDraw(seed);
    // More results than items: one permutation after the other, so that no item runs ahead.
    const rounds = inputs.length === 0 ? 0 : Math.ceil(resultCount / inputs.length);
    const results = Array.from({ length: rounds }, () => shuffled(inputs, draw)).flat();
    // Upstream's fixed id: nothing refers to it.
    return Promise.resolve({ id: "-", outputs: { results: results.slice(0, resultCount) } });
  },
});
