import { existsSync } from "node:fs";
import { Argument, Command } from "commander";
import { sizeOf } from "./cache";
import { binaryOf, isOffered, platform, type Part } from "./part";
import { ensureParts, type PartName, partNames, PARTS } from "./parts";
import { writeLine } from "./reporter";
import { runScript } from "./script";

/** `npm run toolchain -- [PART...] [--list]`: builds the missing parts that there are for this machine, or lists them. */
runScript(async (args) => {
  const command = new Command("toolchain")
    .description("builds the parts of this project that are missing in the user's cache folder")
    .addArgument(new Argument("[parts...]", "which, instead of all").choices(partNames()))
    .option("--list", "list the parts with version, purpose, size and path, and build nothing")
    .parse(args, { from: "user" });
  const [asked = []] = command.processedArgs as [PartName[]?];
  const names = asked.length > 0 ? asked : partNames();
  if (command.opts<{ list?: boolean }>().list !== true) {
    const foreign = names.filter((name) => !isOffered(PARTS[name]));
    foreign.forEach((name) => writeLine(`${name} left out, there is none for ${platform()}`));
    await ensureParts(names.filter((name) => !foreign.includes(name)));
  } else {
    process.stdout.write(table(names.map((name) => row(PARTS[name]))));
  }
  return 0;
});

function row(part: Part): string[] {
  const path = binaryOf(part);
  const missing = isOffered(part) ? "missing" : `none for ${platform()}`;
  const state = existsSync(path) ? `${Math.ceil(sizeOf(path) / 1e6)} MB` : missing;
  return [part.name, part.version, part.group, state, part.purpose, path];
}

function table(rows: readonly string[][]): string {
  const lines = [["part", "version", "for", "size", "purpose", "path"], ...rows];
  const width = (column: number): number =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0));
  return lines
    .map((cells) => cells.map((cell, column) => cell.padEnd(width(column))).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
