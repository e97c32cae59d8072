import { parse, stringify } from "yaml";
import { Checkout } from "../test/integration/support/checkout";
import { TestStack } from "../test/integration/support/stack";
import { median, ratio, row, seconds } from "./stopwatch";

interface Project {
  main?: string;
  runtime: { name: string; options: Record<string, unknown> };
}

const loaders: Readonly<Record<string, (project: Project) => void>> = {
  "esbuild's bundle (ours)": () => undefined,
  tsx: (project) => {
    project.main = "index.ts";
    project.runtime.options["nodeargs"] = "--import tsx";
  },
  "ts-node (Pulumi's default)": (project) => {
    project.main = "index.ts";
    project.runtime.options["typescript"] = true;
  },
};

/** Previews the converged dev mesh, its program loaded in one way after the other. */
export async function compareLoaders(runs: number): Promise<void> {
  const checkout = Checkout.create();
  const stack = new TestStack(checkout, "dev");
  try {
    await checkout.succeed("npm", ["start"]);
    const original = checkout.read("Pulumi.yaml");
    const times = new Map(Object.keys(loaders).map((name) => [name, [] as number[]]));
    for (let run = 0; run < runs; run += 1) {
      for (const [name, change] of Object.entries(loaders)) {
        const project = parse(original) as Project;
        change(project);
        checkout.write("Pulumi.yaml", stringify(project));
        const preview = () => stack.succeeds("preview", "--expect-no-changes");
        times.get(name)?.push(await seconds(preview));
      }
    }
    const [base = NaN] = [...times.values()].map(median);
    for (const [name, taken] of times) {
      row(`preview, loaded by ${name}`, median(taken), ratio(median(taken), base, "ours"));
    }
  } finally {
    await checkout.sandbox("down");
    checkout.remove();
  }
}
