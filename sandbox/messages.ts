import type { Ending } from "./sandbox";

/** What `sandbox down` says: which clusters ended and which go on, and the stacks that Pulumi's state forgot. */
export function endingText({ ended, left }: Ending, stacks: readonly string[]): string {
  const names = stacks.map((name) => `stack ${name}`).join(", ");
  if (left.length === 0) {
    return `the sandbox is gone${names && `, and what Pulumi knew of ${names}`}`;
  }
  const what = ended.length === 0 ? "nothing was there to end" : `ended: ${ended.join(", ")}`;
  return `${what}${names && `, and what Pulumi knew of ${names}`}; these go on: ${left.join(", ")}`;
}

/**
 * Commands with which to look at the mesh that `npm start` has made.
 * @param primaries those of the clusters that have an istiod, which istioctl asks
 */
export function lookAroundText(
  stack: string,
  clusters: readonly string[],
  primaries: readonly string[],
  istioctl: string,
): string {
  const kubeconfig = (name: string) => `.sandbox/clusters/${name}/kubeconfig`;
  // What Pulumi's commands and the sandbox's take when none is named.
  const of = stack === "dev" ? "" : ` --stack ${stack}`;
  const commands = [
    [`npm run sandbox -- status${of}`, "processes, addresses and logs of every cluster"],
    [
      `npm run -s pulumi -- preview${of} --diff`,
      `what an edit of Pulumi.${stack}.yaml would change`,
    ],
    [`npm run -s pulumi -- refresh${of} --preview-only --diff`, "what was changed by hand"],
    [`npm run sandbox -- down${of}`, "end their processes and forget the clusters"],
  ] as const;
  return [
    ...clusters.map((name) => `  kubectl --kubeconfig ${kubeconfig(name)} get pods -A`),
    ...primaries.map((name) => `  ${istioctl} --kubeconfig ${kubeconfig(name)} remote-clusters`),
    ...commands.map(([command, what]) => `  ${command.padEnd(35)}  ${what}`),
    "",
  ].join("\n");
}
