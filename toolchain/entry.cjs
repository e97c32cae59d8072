// What Pulumi loads: index.ts and all of ours that it needs, as one file of JavaScript made on the spot. Measured with
// `npm run bench -- start`, against tsx and ts-node; a fresh bundle costs less than asking whether an old one is stale.
const path = require("node:path");
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
  sourcemap: "inline",
  logLevel: "error",
});
process.setSourceMapsEnabled(true);
module.exports = require(outfile);
require("node:fs").rmSync(outfile);
