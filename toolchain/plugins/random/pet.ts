import { defineResource } from "../definition";
import { createDraw } from "./draw";
import { keepersInput } from "./keepers";
import { petWords } from "./pet-words";

/** A name of a few words that people can remember; it is the resource's id. */
export const randomPet = defineResource({
  token: "random:index/randomPet:RandomPet",
  inputs: {
    ...keepersInput,
    length: { type: { kind: "integer", min: 1 }, default: 2 },
    prefix: { type: { kind: "string" } },
    separator: { type: { kind: "string" }, default: "-" },
  },
  outputs: {},
  create: ({ length, prefix, separator }) => {
    const draw = createDraw();
    const { adverbs, adjectives, names } = petWords;
    const lists = [...Array<readonly string[]>(Math.max(0, length - 2)).fill(adverbs)];
    const words = [...lists, ...(length > 1 ? [adjectives] : []), names].map(
      (list) => list[draw(list.length)] ?? "",
    );
    const parts = prefix === undefined || prefix === "" ? words : [prefix, ...words];
    return Promise.resolve({ id: parts.join(separator), outputs: {} });
  },
});
