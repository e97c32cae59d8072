import { join } from "node:path";
import { runPulumi } from "./pulumi-command";
import { runScript } from "./script";

/** `npm run -s pulumi -- ARGS`: the pulumi of this project, on the backend of this project. */
runScript((args) => runPulumi(join(__dirname, ".."), args));
