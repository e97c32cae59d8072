import { defineResource } from "../definition";
import {
  characterInputs,
  checkCharacters,
  completeCharacters,
  randomCharacters,
} from "./characters";

/** A random text that is no secret. */
export const randomString = defineResource({
  token: "random:index/randomString:RandomString",
  inputs: characterInputs,
  outputs: { result: {} },
  complete: completeCharacters,
  validate: checkCharacters,
  create: (inputs) => {
    const result = randomCharacters(inputs);
    return Promise.resolve({ id: result, outputs: { result } });
  },
});
