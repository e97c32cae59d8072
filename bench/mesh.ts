import { ensureParts } from "../toolchain/parts";
import { Checkout } from "../test/integration/support/checkout";
import { TestStack } from "../test/integration/support/stack";
import { installByHand } from "./hand";
import { ratio, row, seconds } from "./stopwatch";

const clusters = { east: "net-east", west: "net-west" };

/** Times the dev mesh by Pulumi and by hand, on fresh clusters of one sandbox. */
export async function compareWithHand(): Promise<void> {
  const { istioctl } = await ensureParts(["istioctl"]);
  const checkout = Checkout.create();
  try {
    const fresh = async () => {
      await checkout.sandbox("down");
      return seconds(() => checkout.sandbox("up"));
    };
    row("sandbox up, two clusters", await fresh());
    const byHand = await seconds(() => installByHand(checkout, istioctl, clusters));
    row("by hand, with istioctl", byHand);

    await fresh();
    const stack = new TestStack(checkout, "dev");
    await stack.init();
    const hand = (value: number) => ratio(value, byHand, "by hand");
    const timed = async (what: string, ...args: string[]) => {
      const taken = await seconds(() => stack.succeeds(...args));
      row(what, taken, hand(taken));
    };
    await timed("preview of an empty stack", "preview");
    await timed("up from empty, certificates included", "up", "--yes", "--skip-preview");
    await timed("a second up", "up", "--yes", "--skip-preview", "--expect-no-changes");
    await timed("preview", "preview", "--expect-no-changes");
    await timed("refresh preview", "refresh", "--preview-only", "--expect-no-changes");
    await timed("destroy", "destroy", "--yes", "--skip-preview");
  } finally {
    await checkout.sandbox("down");
    checkout.remove();
  }
}
