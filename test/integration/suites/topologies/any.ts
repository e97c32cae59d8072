import { describeExample } from "../../support/example-mesh";
import { expectCertified, expectInjected, expectInSync } from "../../support/expectations";

/** A cluster of an example. */
interface Member {
  readonly name: string;
  readonly network: string;
  /** Whose istiod serves it, if not its own. */
  readonly primary?: string;
}

/** What every mesh owes, whatever its shape; for the examples that have no suite of their own. */
export function anyTopologySuite(example: string, members: readonly Member[]): void {
  const primaries = members.filter((one) => one.primary === undefined);

  describeExample(example, (mesh) => {
    it("every primary is in sync with all other clusters", async () => {
      for (const { name } of primaries) {
        const others = members.map((one) => one.name).filter((other) => other !== name);
        await expectInSync(mesh().cluster(name), others);
      }
    });

    for (const { name, network, primary = name } of members) {
      it(`${name} is injected and certified by ${primary}, and all primaries know its pods`, async () => {
        await expectInjected(
          mesh().cluster(name),
          mesh().cluster(primary),
          { cluster: name, network, mesh: example },
          primaries.map((one) => mesh().cluster(one.name)),
        );
        await expectCertified(mesh().cluster(name), mesh().cluster(primary));
      });
    }
  });
}
