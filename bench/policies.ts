import { sandboxPolicies } from "../sandbox/policies";
import { Checkout } from "../test/integration/support/checkout";
import { startMesh } from "../test/integration/support/example-mesh";
import { median, ratio, row, seconds } from "./stopwatch";

/** An example with four clusters. */
const example = "shared-network";

/** Times a preview of a mesh of four clusters without the policy pack and with it, in turn. */
export async function comparePolicies(runs: number): Promise<void> {
  const checkout = Checkout.create();
  try {
    checkout.write(`Pulumi.${example}.yaml`, checkout.read(`stacks/examples/${example}.yaml`));
    const { stack } = await startMesh(checkout, example);
    await stack.up();
    const plain: number[] = [];
    const judged: number[] = [];
    for (let run = 0; run < runs; run++) {
      plain.push(await seconds(() => stack.succeeds("preview")));
      judged.push(await seconds(() => stack.succeeds("preview", ...sandboxPolicies)));
    }
    row(`preview of four clusters, median of ${runs}`, median(plain));
    row("with the policy pack", median(judged), ratio(median(judged), median(plain), "without"));
  } finally {
    await checkout.sandbox("down");
    checkout.remove();
  }
}
