import { hash } from "bcryptjs";
import { defineResource } from "../definition";
import {
  characterInputs,
  checkCharacters,
  completeCharacters,
  randomCharacters,
} from "./characters";

/** The cost that Go's library takes by default. */
const bcryptCost = 10;

/** A random text that is a secret. */
export const randomPassword = defineResource({
  token: "random:index/randomPassword:RandomPassword",
  inputs: characterInputs,
  outputs: { bcryptHash: { secret: true }, result: { secret: true } },
  complete: completeCharacters,
  validate: checkCharacters,
  create: async (inputs) => {
    const result = randomCharacters(inputs);
    // Of a longer password the first 72 bytes are hashed, here as upstream.
    const bcryptHash = await hash(result, bcryptCost);
    // The id is not a secret and must not be made of the result.
    return { id: "none", outputs: { bcryptHash, result } };
  },
});
