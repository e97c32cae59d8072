// Installs the npm packages of package-lock.json. All it says goes to stderr: stdout is the script's.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { acquireLock } from "./folder-lock.mjs";
import { runInTerminal } from "./terminal.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LOCKFILE = join(ROOT, "package-lock.json");
const MODULES = join(ROOT, "node_modules");
const STAMP = join(MODULES, ".istio-mesh-lockfile-hash");

const say = (line) => process.stderr.write(`${line}\n`);

/** Installs the packages unless they are there, also when two runs ask at once; returns an exit code. */
export async function installPackages() {
  if (isInstalled()) {
    return 0;
  }
  // Not in node_modules, which npm empties first.
  const release = await acquireLock(join(ROOT, ".build", "npm-ci.lock"), (holder) =>
    say(`waiting for process ${holder}, which installs the npm packages`),
  );
  try {
    return isInstalled() ? 0 : await install();
  } finally {
    release();
  }
}

function lockfileHash() {
  return createHash("sha256").update(readFileSync(LOCKFILE)).digest("hex");
}

function isInstalled() {
  try {
    if (readFileSync(STAMP, "utf8") === lockfileHash()) {
      return true;
    }
  } catch {
    // No stamp: nothing is installed, or npm was called by hand.
  }
  if (!isInstalledByHand()) {
    return false;
  }
  writeFileSync(STAMP, lockfileHash());
  return true;
}

// npm writes node_modules/.package-lock.json when an installation is done. Who has called `npm ci`
// or `npm install` himself has what we would install, and should not have it replaced.
function isInstalledByHand() {
  try {
    const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
    const installed = packages(join(MODULES, ".package-lock.json"));
    return Object.entries(packages(LOCKFILE)).every(([path, { version, integrity, optional }]) => {
      const found = installed[path];
      return (
        path === "" ||
        (found === undefined
          ? optional === true
          : found.version === version && found.integrity === integrity)
      );
    });
  } catch {
    return false;
  }
}

async function install() {
  const started = Date.now();
  say("installing the npm packages of package-lock.json into node_modules");
  rmSync(STAMP, { force: true });
  const hash = lockfileHash();
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm's stdout becomes our stderr: ours belongs to the script.
  const code = await runInTerminal("npm", args, ["ignore", 2, 2], ROOT);
  const took = `${Math.round((Date.now() - started) / 1000)} s`;
  if (code !== 0) {
    say(`error: npm ci failed after ${took}, see its messages above and run it again`);
    return code;
  }
  // Written last: an interrupted installation has no stamp, and the next run starts it anew.
  writeFileSync(STAMP, hash);
  say(`npm packages installed in ${took}`);
  return 0;
}
