import { localBackend } from "../../../../toolchain/backend";

const [root = ""] = process.argv.slice(2);
process.stdout.write(JSON.stringify(localBackend(root)));
