import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Argument, Command } from "commander";
import { buildSync } from "esbuild";

/** `npm run policy-pack -- FOLDER`: the pack as a folder of its own, that needs nothing else of this project. */
const [folder = ""] = new Command("policy-pack")
  .description("writes the policy pack as a folder of its own")
  .addArgument(new Argument("<folder>", "where; it is made if it is missing"))
  .parse().args;

const manifest = JSON.parse(readFileSync(join(__dirname, "package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const target = resolve(folder);
mkdirSync(target, { recursive: true });
buildSync({
  absWorkingDir: __dirname,
  entryPoints: ["index.ts"],
  outfile: join(target, "index.js"),
  bundle: true,
  platform: "node",
  external: Object.keys(manifest.dependencies),
  target: "node20",
  logLevel: "error",
});
writeFileSync(
  join(target, "package.json"),
  `${JSON.stringify({ ...manifest, main: "index.js" }, undefined, 2)}\n`,
);
writeFileSync(
  join(target, "PulumiPolicy.yaml"),
  readFileSync(join(__dirname, "PulumiPolicy.yaml")),
);
process.stdout.write(`${target}: npm install there, then pulumi preview --policy-pack ${folder}\n`);
