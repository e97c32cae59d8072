import { execFile } from "node:child_process";
import { localBackend } from "./backend";
import { runInTerminal } from "./child";
import { ensurePulumi } from "./pulumi";
import { keepingStackFiles } from "./stack-files";

/** Runs the project's Pulumi on the project's backend in this terminal; returns its exit code. */
export async function runPulumi(root: string, args: readonly string[]): Promise<number> {
  const { cli, env } = await ensurePulumi();
  return keepingStackFiles(root, () =>
    runInTerminal(cli, args, { ...process.env, ...env, ...localBackend(root) }),
  );
}

/** Runs it silently and returns what it printed. @throws Error with what it said, if it fails */
export async function callPulumi(root: string, args: readonly string[]): Promise<string> {
  const { cli, env } = await ensurePulumi();
  const options = { cwd: root, env: { ...process.env, ...env, ...localBackend(root) } };
  return keepingStackFiles(
    root,
    () =>
      new Promise((resolve, reject) => {
        execFile(cli, [...args, "--non-interactive"], options, (error, stdout, stderr) => {
          if (error) {
            reject(new Error(`pulumi ${args.join(" ")} failed\n${stdout}${stderr}`));
          } else {
            resolve(stdout);
          }
        });
      }),
  );
}
