// What Pulumi loads: index.ts and all of ours that it needs, as one file of JavaScript made on the spot. Measured with
// `npm run bench -- start`, against tsx and ts-node; a fresh bundle costs less than asking whether an old one is stale.
const { rmSync } = require("node:fs");
const path = require("node:path");
const { inspect } = require("node:util");
const { buildSync } = require("esbuild");

const root = path.dirname(__dirname);
const outfile = path.join(root, ".build", `program-${process.pid}.cjs`);

buildSync({
  absWorkingDir: root,
  entryPoints: ["index.ts"],
  outfile,
  bundle: true,
  platform: "node",
  packages: "external",
  target: "node20",
  logLevel: "error",
});

// Pulumi inspects every error in colours, and Node 20 never gets past a stack line such as
// "node_modules/@pulumi/resource.ts:1" before it runs out of memory, 20 seconds later.
Object.defineProperty(Error.prototype, inspect.custom, {
  value() {
    return this.stack;
  },
});

module.exports = require(outfile);
rmSync(outfile);
