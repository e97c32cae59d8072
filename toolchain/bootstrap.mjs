// The entry of every npm script: node toolchain/bootstrap.mjs <script.ts> [args...]
// Plain JavaScript without a dependency, because it runs before there are any: it installs the npm
// packages when they are missing or not those of package-lock.json, and then runs the script.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { installPackages } from "./npm-packages.mjs";
import { runInTerminal } from "./terminal.mjs";

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = 1;
  },
);

async function main() {
  requireNode();
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) {
    throw new Error(
      "no script given, call it as node toolchain/bootstrap.mjs <script.ts> [args...]",
    );
  }
  const installed = await installPackages();
  if (installed !== 0) {
    return installed;
  }
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return runInTerminal(process.execPath, ["--import", tsx, script, ...args], "inherit");
}

function requireNode() {
  const wanted =
    JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).engines?.node ??
    ">=20";
  const [major, minor = 0] = wanted.replace(">=", "").split(".").map(Number);
  const [foundMajor, foundMinor] = process.versions.node.split(".").map(Number);
  if (foundMajor < major || (foundMajor === major && foundMinor < minor)) {
    throw new Error(
      `this project needs Node.js ${major}.${minor} or newer and this is ${process.versions.node}, ` +
        "install a newer one from https://nodejs.org and run it again",
    );
  }
}
