import * as fs from "node:fs";
import * as path from "node:path";
import { readStackFile } from "../stacks/stack-file";

/**
 * Removes from the project's own file backend the stacks whose clusters are gone with the sandbox. A stack that reaches
 * any cluster outside the sandbox is left alone, and so are all other backends.
 * @param gone names of the clusters that are gone; undefined means all
 * @returns the stacks that were there
 */
export function forgetSandboxStacks(root: string, gone: readonly string[] | undefined): string[] {
  const folder = path.join(root, ".sandbox", "pulumi", ".pulumi", "stacks", "istio-mesh");
  if (!fs.existsSync(folder)) {
    return [];
  }
  const files = fs.readdirSync(folder);
  const known = [...new Set(files.map((name) => name.split(".json")[0] ?? name))];
  const forgotten = known.filter((stack) => livesInSandbox(root, stack, gone));
  for (const file of files.filter((name) => forgotten.includes(name.split(".json")[0] ?? name))) {
    fs.rmSync(path.join(folder, file));
  }
  return forgotten;
}

function livesInSandbox(root: string, stack: string, gone: readonly string[] | undefined): boolean {
  if (!fs.existsSync(path.join(root, `Pulumi.${stack}.yaml`))) {
    return false;
  }
  const { clusters } = readStackFile(root, stack);
  return clusters.every(({ cluster: { name, kubeconfig } }) => {
    const file = "path" in kubeconfig ? path.normalize(kubeconfig.path) : "";
    const ours = path.join(".sandbox", "clusters", name, "kubeconfig");
    return file === ours && (gone === undefined || gone.includes(name));
  });
}
