import { parse, stringify } from "yaml";
import { Checkout } from "../test/integration/support/checkout";
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

/** Previews a stack whose config is wrong at once, so that little but loading the program is measured. */
export async function compareLoaders(runs: number): Promise<void> {
  const checkout = Checkout.create();
  try {
    checkout.write("Pulumi.empty.yaml", "config:\n  istio-mesh:mesh: {}\n");
    const pulumi = ["run", "-s", "pulumi", "--"];
    await checkout.succeed("npm", [...pulumi, "stack", "init", "empty"]);
    const original = checkout.read("Pulumi.yaml");
    const times = new Map(Object.keys(loaders).map((name) => [name, [] as number[]]));
    for (let run = 0; run < runs; run += 1) {
      for (const [name, change] of Object.entries(loaders)) {
        const project = parse(original) as Project;
        change(project);
        checkout.write("Pulumi.yaml", stringify(project));
        const taken = await seconds(async () => {
          const { stdout, stderr } = await checkout.run("npm", [
            ...pulumi,
            "preview",
            "--stack",
            "empty",
          ]);
          if (!/problems? in the stack's config/.test(stdout + stderr)) {
            throw new Error(`${name} did not load the program\n${stdout}${stderr}`);
          }
        });
        times.get(name)?.push(taken);
      }
    }
    const [base = NaN] = [...times.values()].map(median);
    for (const [name, taken] of times) {
      row(`preview, loaded by ${name}`, median(taken), ratio(median(taken), base, "ours"));
    }
  } finally {
    checkout.remove();
  }
}
