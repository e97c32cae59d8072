import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as k8s from "@kubernetes/client-node";
import type { Traffic } from "../../../../sandbox/traffic/run";
import { eventually } from "../../support/clusters";
import { editStack } from "../../support/edit-stack";
import { describeExample } from "../../support/example-mesh";
import {
  cacerts,
  editions,
  gateways,
  restarts,
  trustBundles,
} from "../../support/rotation-changes";
import { expectSecrecy } from "../../support/secrecy";
import { sidecarsRenewed } from "../../support/sidecars";
import { changes } from "../../support/stack";
import { expectAllArrived, trafficOf } from "../../support/traffic";
import {
  expectMutualTrust,
  intermediatesOf,
  issuersOf,
  isTrusted,
  type Moment,
  momentOf,
  momentsDuring,
  type Served,
  trustBundle,
} from "../../support/trust";

const byHand = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);

/** Two primaries, one of them with a remote, from one root to another and nobody notices. */
export function rotationSuite(): void {
  describeExample("three-networks", (mesh) => {
    const all = ["east", "edge", "west"];
    const primaries = ["east", "west"];
    const served = (): Served[] =>
      all.map((name) => ({
        cluster: mesh().cluster(name),
        by: mesh().cluster(name === "edge" ? "east" : name),
      }));
    const certificates = (value: object) =>
      editStack(mesh(), [["certificates"], { settleHours: 0, ...value }]);
    const phase = (name: string, more: object = {}) => {
      certificates({ rotation: { to: { name: "next" }, phase: name }, ...more });
    };
    const refusals = async (): Promise<string> => {
      const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
      assert.notEqual(code, 0, stdout);
      return stdout + stderr;
    };
    /** Converges while workloads of all clusters ask for certificates. */
    const watchedUp = async (...args: readonly string[]) => {
      const before = await momentOf(served());
      const { moments, result } = await momentsDuring(served(), mesh().stack.up(...args));
      assert.ok(moments.length > 2, `workloads got certificates meanwhile: ${moments.length}`);
      const after = await momentOf(served());
      await expectMutualTrust(mesh().checkout, [before, ...moments, after]);
      return changes(result);
    };
    /** When every workload's certificate comes from the root of this name. */
    const signedBy = async (root: string): Promise<Moment> => {
      let moment: Moment | undefined;
      await eventually(
        `all workloads are signed by ${root}`,
        async () => issuersOf((moment = await momentOf(served())), roots),
        (issuers) => issuers.every((one) => one === root),
      );
      assert.ok(moment);
      return moment;
    };
    const roots: Record<string, X509Certificate> = {};
    const noteRoots = async (): Promise<void> => {
      const { roots: found } = (await mesh().stack.output("certificates")) as {
        roots: { name: string; fingerprint: string }[];
      };
      const bundle = (await trustBundle(mesh().cluster("east"))).split(
        /(?<=-----END CERTIFICATE-----\n)/,
      );
      for (const pem of bundle.filter((one) => one.trim() !== "")) {
        const certificate = new X509Certificate(pem);
        const name = found.find((one) => one.fingerprint === certificate.fingerprint256)?.name;
        roots[name ?? "unknown"] = certificate;
      }
    };
    let first: Moment | undefined;
    let traffic: Traffic | undefined;

    it("before, workloads of all clusters trust each other", async () => {
      await noteRoots();
      first = await signedBy("root");
      await expectMutualTrust(mesh().checkout, [first]);
      // Sidecars that renew every half of a minute, where a day's wait is meant.
      traffic = await trafficOf(mesh(), all, { certificateSeconds: 60 });
    });

    it("an intermediate is renewed on one cluster: istiod takes it up as it runs, and nothing else is touched", async () => {
      const west = mesh().cluster("west");
      const before = west.istiods().map((one) => one.pid);
      const old = (await west.secret("istio-system", "cacerts"))["ca-cert.pem"];
      editStack(mesh(), [["clusters", 0, "intermediate"], { generation: 2 }]);
      const done = await watchedUp();
      assert.deepEqual(
        done,
        [...cacerts("west"), ...editions("west", "root-1-1", "root-1-2")].sort(),
      );
      const now = (await west.secret("istio-system", "cacerts"))["ca-cert.pem"];
      assert.notEqual(now, old);
      const renewed = new X509Certificate(now ?? "").fingerprint256;
      await eventually(
        "west signs with its new intermediate",
        async () => intermediatesOf(await momentOf(served())),
        (found) => found.includes(renewed),
      );
      assert.deepEqual(
        west.istiods().map((one) => one.pid),
        before,
      );
      await sidecarsRenewed(mesh());
    });

    it("a phase cannot be jumped over, and the root in use cannot be exchanged: a preview names the clusters", async () => {
      phase("signNew");
      assert.match(
        await refusals(),
        /certificates\.rotation\.phase: root "next" would sign, and is not trusted yet by east \(trusts "root"\), edge \(trusts "root"\), west|west \(trusts "root"\), east \(trusts "root"\), edge/,
      );
      certificates({ root: { name: "other" } });
      assert.match(await refusals(), /root "root" is in use: it signs on west, east,/);
      certificates({ root: { generate: { validityDays: 4000 } } });
      assert.match(await refusals(), /a name is one root's for ever/);
    });

    it("trustBoth: all workloads are told to trust both, and the old root signs", async () => {
      phase("trustBoth");
      const done = await watchedUp();
      assert.deepEqual(
        done,
        [
          "create three-networks-next-ca",
          "create three-networks-next-ca-key",
          ...cacerts(...primaries),
          ...trustBundles(...all),
          ...restarts(...primaries),
          ...gateways(...all),
        ].sort(),
      );
      await noteRoots();
      assert.deepEqual(Object.keys(roots), ["root", "next"]);
      await signedBy("root");
      for (const name of all) {
        assert.equal((await trustBundle(mesh().cluster(name))).match(/BEGIN/g)?.length, 2, name);
      }
      await sidecarsRenewed(mesh());
    });

    it("a cluster that is left behind holds the next phase up, by its name, until it has caught up", async () => {
      const west = mesh().cluster("west");
      const old = Buffer.from(`${roots["root"]?.toString().trim() ?? ""}\n`).toString("base64");
      await west.core.patchNamespacedSecret(
        { name: "cacerts", namespace: "istio-system", body: { data: { "root-cert.pem": old } } },
        byHand,
      );
      phase("signNew");
      const said = await refusals();
      assert.match(
        said,
        /"next" would sign, and is not trusted yet by west \(trusts "root"\); finish/,
      );
      assert.doesNotMatch(said, /by east|edge \(/);
      phase("trustBoth");
      await watchedUp("--refresh");
    });

    it("the next phase waits until workloads have renewed their certificates", async () => {
      phase("signNew", { settleHours: 24 });
      assert.match(
        await refusals(),
        /too early for signNew: certificates of west, east, edge changed less/,
      );
    });

    it("signNew: the new root signs, and whoever has a certificate of the old one is trusted still", async () => {
      phase("signNew");
      const done = await watchedUp();
      assert.deepEqual(
        done,
        [
          ...cacerts(...primaries),
          ...editions("east", "root-1-1", "next-1-1"),
          ...editions("west", "root-1-2", "next-1-2"),
        ].sort(),
      );
      const now = await signedBy("next");
      await expectMutualTrust(mesh().checkout, [
        ...(first ? [{ ...first, bundles: {} }] : []),
        now,
      ]);
      await sidecarsRenewed(mesh());
    });

    it("the command lists both roots and what they have issued", async () => {
      const args = ["run", "-s", "mesh", "--", "certs", "--stack", mesh().stack.name];
      const rows = JSON.parse(await mesh().checkout.succeed("npm", [...args, "--json"])) as {
        name: string;
        use: string;
        clusters: string[];
        daysLeft: number;
        root?: string;
      }[];
      assert.deepEqual(
        rows.map((row) => `${row.name} ${row.use} ${row.clusters.join("+")} ${row.daysLeft}`),
        [
          "root trusted east+edge+west 3649",
          "next signs east+edge+west 3649",
          "east signs east+edge 729",
          "west signs west 729",
        ],
      );
      const table = await mesh().checkout.succeed("npm", [...args, "nxt"]);
      assert.match(table, /next +root, signs/);
    });

    it("a rotation cannot be called finished before the old root is dropped", async () => {
      certificates({ root: { name: "next" } });
      assert.match(
        await refusals(),
        /root "root" is still trusted by west, east, edge; finish phase dropOld/,
      );
    });

    it("dropOld: only the new root is trusted, and certificates of the old one no longer are", async () => {
      phase("dropOld");
      const done = await watchedUp();
      assert.deepEqual(done, [...cacerts(...primaries), ...trustBundles(...all)].sort());
      const [old] = first?.certificates ?? [];
      assert.ok(old);
      for (const name of all) {
        const bundle = await trustBundle(mesh().cluster(name));
        assert.equal(await isTrusted(mesh().checkout, old, bundle), false, name);
      }
    });

    it("finished: the old root leaves the stack, and istiod goes back to one root", async () => {
      certificates({ root: { name: "next" } });
      const done = await watchedUp();
      assert.deepEqual(
        done,
        [
          "delete three-networks-root-ca",
          "delete three-networks-root-ca-key",
          ...restarts(...primaries),
          ...gateways(...all),
        ].sort(),
      );
      await signedBy("next");
      await sidecarsRenewed(mesh());
    });

    it("all through that, not one request between the clusters has failed", async () => {
      const rows = (await traffic?.stop()) ?? [];
      expectAllArrived(rows);
      assert.ok(
        rows.every((row) => row.arrived > 100),
        "requests of every kind went on all the time",
      );
    });

    it("a protected root does not go for all that the config abandons it", async () => {
      certificates({ root: { name: "third" }, abandon: ["next"] });
      assert.match(await refusals(), /three-networks-next-ca.*protected/s);
      certificates({ protect: false, root: { name: "next" } });
      await mesh().stack.up();
    });

    it("a root that the config abandons goes at once: istiods restart with the other", async () => {
      certificates({ protect: false, root: { name: "third" }, abandon: ["next"] });
      await mesh().stack.up();
      await noteRoots();
      await expectMutualTrust(mesh().checkout, [await signedBy("third")]);
      certificates({ protect: false, root: { name: "third" } });
    });

    it("no key has come out on the way", () => expectSecrecy(mesh()));
  });
}
