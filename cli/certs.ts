import { callPulumi } from "../toolchain/pulumi-command";
import { type CertificateOutputs, findCertificates, listCertificates } from "./certificate-list";
import { bringUp, type CallPulumi, print, root, stackOutputs, wantsColour } from "./stack-outputs";
import { certificateTable } from "./table";

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
    print(certificateTable(rows, outputs.certificates.roots, wantsColour()));
  }
}

/**
 * What the last `up` of a stack wrote about certificates.
 * @throws Error that says how to get there, if it has written nothing
 */
export async function readOutputs(stack: string, call: CallPulumi): Promise<CertificateOutputs> {
  const outputs = await stackOutputs<CertificateOutputs>(stack, call);
  const next = bringUp(stack);
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
