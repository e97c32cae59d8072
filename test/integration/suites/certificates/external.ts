import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as k8s from "@kubernetes/client-node";
import { type Authority, makeAuthority } from "../../../support/authorities";
import { eventually, type TestCluster } from "../../support/clusters";
import { describeExample } from "../../support/example-mesh";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { expectMutualTrust, momentOf } from "../../support/trust";

const byHand = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);
const cacerts = { namespace: "istio-system", name: "cacerts" };

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Somebody else's authority, as cert-manager writes it. */
async function writeCacerts({ core }: TestCluster, root: Authority, own: Authority): Promise<void> {
  await eventually(
    "the namespace",
    () => core.listNamespace(),
    ({ items }) => items.some((one) => one.metadata?.name === cacerts.namespace),
    120,
  );
  // It takes a while: istiod must not start meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const { items } = await core.listNamespacedPod({ namespace: cacerts.namespace });
  assert.deepEqual(items, [], "nothing of istio's starts before cacerts is there");
  await core.createNamespacedSecret({
    namespace: cacerts.namespace,
    body: {
      metadata: { name: cacerts.name },
      type: "kubernetes.io/tls",
      data: {
        "tls.crt": base64(own.cert),
        "tls.key": base64(own.key),
        "ca.crt": base64(root.cert),
      },
    },
  });
}

/** One cluster whose cacerts somebody else writes. */
export function externalSuite(): void {
  let written: Promise<void> | undefined;
  let own: Authority | undefined;
  let previewed = "";

  const prepare = async (mesh: MeshUnderTest): Promise<void> => {
    previewed = await mesh.stack.succeeds("preview");
    const root = await makeAuthority({ name: "External Root", to: 400 });
    own = await makeAuthority({ name: "External Issuer", issuer: root, to: 20 });
    written = writeCacerts(mesh.cluster("east"), root, own);
    // The first test awaits it.
    written.catch(() => undefined);
  };

  describeExample(
    "single",
    (mesh) => {
      const east = () => mesh().cluster("east");

      it("a preview says that cacerts is not there yet, and plans all the same", () => {
        assert.match(
          previewed,
          /certificates\.issuer: cluster "east": there is no Secret cacerts in istio-system; up waits for it before istiod starts/,
        );
        assert.match(previewed, /east-control-plane/);
      });

      it("up waits for it, and then istiod signs with it", async () => {
        await written;
        const moment = await momentOf([{ cluster: east(), by: east() }]);
        await expectMutualTrust(mesh().checkout, [moment]);
        const [certificate] = moment.certificates;
        const signer = new X509Certificate(certificate?.chain[1] ?? "");
        assert.equal(signer.fingerprint256, new X509Certificate(own?.cert ?? "").fingerprint256);
      });

      it("a preview warns before it expires, and says who has to renew it", async () => {
        assert.match(
          await mesh().stack.succeeds("preview"),
          /what istiod of east signs with expires in (19|20) days, at .*; have its issuer renew cacerts/,
        );
      });

      it("one that istiod could not sign with is refused, and changes nothing", async () => {
        const good = (await east().core.readNamespacedSecret(cacerts)).data?.["tls.key"];
        const other = await makeAuthority({ name: "Other" });
        const patch = (key: string | undefined) =>
          east().core.patchNamespacedSecret(
            { ...cacerts, body: { data: { "tls.key": key } } },
            byHand,
          );
        await patch(base64(other.key));
        const { code, stdout } = await mesh().stack.run(["preview"]);
        await patch(good);
        assert.notEqual(code, 0);
        assert.match(stdout, /cluster "east": cacerts, key: does not belong to the certificate/);
      });
    },
    { title: "with an external issuer", config: { certificates: { issuer: "external" } }, prepare },
  );
}
