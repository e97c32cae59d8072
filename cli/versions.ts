import { callPulumi } from "../toolchain/pulumi-command";
import { bringUp, type CallPulumi, print, root, stackOutputs, wantsColour } from "./stack-outputs";
import { listVersions, type VersionOutputs } from "./version-list";
import { versionTable } from "./version-table";

interface VersionsOptions {
  readonly stack: string;
  readonly json?: true;
}

/** Prints the Istio versions that can be had, and where the clusters of a stack's mesh stand among them. */
export async function versions(options: VersionsOptions): Promise<void> {
  print(await versionsText(options, wantsColour(), (args) => callPulumi(root, args)));
}

/** The same as text, the versions alone for a stack that has not been brought up. */
export async function versionsText(
  { stack, json }: VersionsOptions,
  colour: boolean,
  call: CallPulumi,
): Promise<string> {
  const { clusters } = await stackOutputs<VersionOutputs>(stack, call);
  const list = listVersions(clusters ?? {});
  if (json) {
    return JSON.stringify(list, null, 2);
  }
  const nobody = `stack "${stack}" has not been brought up, so nobody runs any of them yet, ${bringUp(stack)}`;
  return [versionTable(list, colour), ...(clusters === undefined ? ["", nobody] : [])].join("\n");
}
