import * as path from "node:path";
import { readStackFile } from "../stacks/stack-file";
import { callPulumi } from "../toolchain/pulumi-command";
import { type CertificateOutputs, findCertificates, listCertificates } from "./certificate-list";
import { certificateTable } from "./table";

const root = path.dirname(__dirname);

/** Prints the certificates of a stack's mesh, those that fit the pattern if there is one. */
export async function certs(
  pattern: string | undefined,
  { stack, json }: { stack: string; json?: true },
): Promise<void> {
  const outputs = await readOutputs(stack, (args) => callPulumi(root, args));
  const all = listCertificates(outputs, new Date());
  const rows = findCertificates(all, pattern);
  if (json) {
    print(JSON.stringify(rows, null, 2));
  } else if (rows.length === 0) {
    print(`somebody else issues for stack "${stack}", and none of its primaries has a certificate`);
  } else {
    const colour = process.stdout.isTTY && !process.env.NO_COLOR;
    print(certificateTable(rows, outputs.certificates.roots, colour));
  }
}

/**
 * What the last `up` of a stack wrote about certificates.
 * @param call runs Pulumi and returns what it printed
 * @throws Error that says how to get there, if it has written nothing
 */
export async function readOutputs(
  stack: string,
  call: (args: readonly string[]) => Promise<string>,
): Promise<CertificateOutputs> {
  const outputs = await stackOutputs(stack, call);
  const next = `run: npm run -s pulumi -- up --stack ${stack}`;
  if (Object.keys(outputs).length === 0) {
    throw new Error(`stack "${stack}" has not been brought up, ${next}`);
  }
  const { certificates, clusters } = outputs;
  if (certificates === undefined || clusters === undefined) {
    throw new Error(
      `stack "${stack}" was brought up by an older version of this program, whose outputs tell nothing of certificates, ${next}`,
    );
  }
  return { certificates, clusters };
}

/** All outputs of a stack, none if there is only its file. @throws ConfigError with the stacks that there are */
async function stackOutputs(
  stack: string,
  call: (args: readonly string[]) => Promise<string>,
): Promise<Partial<CertificateOutputs>> {
  try {
    const text = await call(["stack", "output", "--json", "--stack", stack]);
    return JSON.parse(text) as Partial<CertificateOutputs>;
  } catch (error) {
    if (!(error as Error).message.includes("no stack named")) {
      throw error;
    }
    readStackFile(root, stack);
    return {};
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
