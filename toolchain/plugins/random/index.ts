import type { PackageDefinition } from "../definition";
import { randomByteString } from "./bytes";
import { randomId } from "./id";
import { randomInteger } from "./integer";
import { randomPassword } from "./password";
import { randomPet } from "./pet";
import { randomShuffle } from "./shuffle";
import { randomString } from "./string";
import { randomUuid, randomUuid4, randomUuid7 } from "./uuid";

/** What the plugin of @pulumi/random serves: the resources of hashicorp/random 3. */
export const randomPackage: PackageDefinition = {
  name: "random",
  resources: [
    randomByteString,
    randomId,
    randomInteger,
    randomPassword,
    randomPet,
    randomShuffle,
    randomString,
    randomUuid,
    randomUuid4,
    randomUuid7,
  ],
  functions: [],
};
