import { parseDocument } from "yaml";
import { configPrefix } from "../../../stacks/stack-file";
import type { MeshUnderTest } from "./mesh-under-test";

/** Sets parts of the stack file's config, each by its path below the project's prefix; undefined takes one away. */
export function editStack(
  { checkout, stack }: MeshUnderTest,
  ...edits: readonly (readonly [path: readonly (string | number)[], value: unknown])[]
): void {
  const file = parseDocument(checkout.read(stack.file));
  for (const [[key = "", ...rest], value] of edits) {
    const path = ["config", `${configPrefix}${key}`, ...rest];
    if (value === undefined) {
      file.deleteIn(path);
    } else {
      file.setIn(path, file.createNode(value));
    }
  }
  checkout.write(stack.file, file.toString());
}

/** The charts of the sandbox's Istio. */
export const sandboxCharts = { path: ".sandbox/charts/{version}" };

/** Has Helm install the mesh, from those. */
export const byHelm = [
  [["mesh", "installer"], "helm"],
  [["charts"], sandboxCharts],
] as const;
