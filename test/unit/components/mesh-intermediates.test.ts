import assert from "node:assert/strict";
import { certPem, keyPem } from "../../support/answers";
import { issued, on } from "../../support/expected-objects";
import { cacertsOf, changes, recordMesh } from "../../support/mesh-recording";
import { type Place, remoteOfOneOfTwo } from "../../support/meshes";

const secret = "kubernetes:core/v1:Secret";
const cacerts = (name: string) => `${name}: core/v1:Secret ${name}-intermediate-ca-cacerts`;

/** A config of the whole mesh, or of east alone. */
const wholeMesh = { certificates: { intermediates: { generation: 2 } } };
const ofEast = (generation: number) =>
  remoteOfOneOfTwo.map(([name, network, other]): Place =>
    name === "east" ? [name, network, { intermediate: { generation } }] : [name, network, other],
  );

describe("a rotation of intermediates", function () {
  this.timeout(20_000);

  it("makes every primary's anew, updates cacerts in place, and changes nothing else", async () => {
    const before = await recordMesh(remoteOfOneOfTwo);
    const after = await recordMesh(remoteOfOneOfTwo, { config: wholeMesh });
    assert.deepEqual(changes(before.resources, after.resources), {
      added: on("-", [...issued("east", "root-2-1"), ...issued("west", "root-2-1")]).sort(),
      removed: on("-", [...issued("east", "root-1-1"), ...issued("west", "root-1-1")]).sort(),
      changed: [cacerts("east"), cacerts("west")],
    });
  });

  it("of one cluster alone changes nothing for the others", async () => {
    const before = await recordMesh(remoteOfOneOfTwo);
    const after = await recordMesh(ofEast(2));
    assert.deepEqual(changes(before.resources, after.resources), {
      added: on("-", issued("east", "root-1-2")),
      removed: on("-", issued("east", "root-1-1")),
      changed: [cacerts("east")],
    });
  });

  it("of one cluster is another than that of the whole mesh, and both may come together", async () => {
    const both = await recordMesh(ofEast(2), { config: wholeMesh });
    const { added } = changes((await recordMesh(remoteOfOneOfTwo)).resources, both.resources);
    assert.deepEqual(
      added,
      on("-", [...issued("east", "root-2-2"), ...issued("west", "root-2-1")]).sort(),
    );
  });

  it("is none where the config says the generation that it is by default", async () => {
    const before = await recordMesh(remoteOfOneOfTwo);
    const after = await recordMesh(ofEast(1), {
      config: { certificates: { intermediates: { generation: 1 } } },
    });
    assert.deepEqual(changes(before.resources, after.resources), {
      added: [],
      removed: [],
      changed: [],
    });
  });

  it("gives istiod the new key and certificate below the same root, which it knows by the same mark", async () => {
    const before = await recordMesh(remoteOfOneOfTwo);
    const after = await recordMesh(remoteOfOneOfTwo, { config: wholeMesh });
    const root = await certPem("payments-root-ca");
    for (const name of ["east", "west"]) {
      const own = await certPem(`${name}-intermediate-ca-root-2-1`);
      assert.deepEqual(cacertsOf(after, name), {
        "ca-cert.pem": own,
        "ca-key.pem": keyPem(`${name}-intermediate-ca-root-2-1-key`),
        "root-cert.pem": root,
        "cert-chain.pem": `${own}${root}`,
      });
      assert.notEqual(own, cacertsOf(before, name)["ca-cert.pem"]);
      const [old, now] = [before, after].map(
        ({ find }) => find(secret, `${name}-intermediate-ca-cacerts`).inputs["metadata"],
      );
      assert.deepEqual(now, old);
      assert.equal((now as Record<string, unknown>)["name"], "cacerts");
    }
  });
});
