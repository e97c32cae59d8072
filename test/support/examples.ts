import * as fs from "node:fs";
import * as path from "node:path";
import { drawTopology } from "../../stacks/diagram";
import { type MeshPlan, planMesh } from "../../stacks/mesh-plan";
import { checkStackText } from "../../stacks/stack-file";

const root = path.resolve(__dirname, "../..");
const folder = path.join(root, "stacks/examples");

/** One of the stack files in stacks/examples, a topology each. */
export interface Example {
  readonly name: string;
  /** The stack file. */
  readonly text: string;
  readonly plan: MeshPlan;
  /** What the plan is compared with. */
  readonly golden: string;
  /** The page about it. */
  readonly page: string;
}

export const exampleNames: readonly string[] = fs
  .readdirSync(folder)
  .map((file) => path.basename(file, ".yaml"))
  .sort();

/** @throws Error if the example has problems */
export function readExample(name: string): Example {
  const text = fs.readFileSync(path.join(folder, `${name}.yaml`), "utf8");
  const { config, problems } = checkStackText(text);
  if (config === undefined) {
    throw new Error(`${name}: ${problems.map((one) => `${one.path}: ${one.message}`).join("\n")}`);
  }
  return {
    name,
    text,
    plan: planMesh(config),
    golden: path.join(root, "test/golden", name, "plan.json"),
    page: path.join(root, "docs/topologies", `${name}.md`),
  };
}

/** The plan as it lies in test/golden. */
export function planText({ plan }: Pick<Example, "plan">): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/**
 * A page with the example's clusters and its picture in place of those that it has.
 * @throws Error if it has no block for one of them
 */
export function pageWith(example: Example, page: string): string {
  const picture = drawTopology(example.plan);
  return withBlock(withBlock(page, "yaml", clustersText(example.text)), "mermaid", picture);
}

/**
 * The clusters of a stack file as they stand there, comments included.
 * @throws Error if it has none
 */
function clustersText(text: string): string {
  const found = /^ {2}istio-mesh:clusters:\n(?: {4}.*\n)+/m.exec(text);
  if (found === null) {
    throw new Error(`there are no clusters in the stack file:\n${text}`);
  }
  return found[0].replace(/^ {2}/gm, "");
}

function withBlock(page: string, language: string, content: string): string {
  const block = new RegExp(`^\`\`\`${language}\n[^]*?^\`\`\`$`, "m");
  if (!block.test(page)) {
    throw new Error(`there is no block of ${language} in the page:\n${page}`);
  }
  return page.replace(block, () => `\`\`\`${language}\n${content}\`\`\``);
}
