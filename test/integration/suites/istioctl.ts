import assert from "node:assert/strict";
import { parse } from "yaml";
import { ensureParts } from "../../../toolchain/parts";
import type { MeshUnderTest } from "../support/mesh-under-test";

interface SecretYaml {
  readonly metadata: {
    name: string;
    namespace: string;
    labels: object;
    annotations: Record<string, string>;
  };
  readonly stringData: Record<string, string>;
}

interface Kubeconfig {
  readonly users: { user: { token?: string } }[];
}

export function istioctlSuite(mesh: () => MeshUnderTest): void {
  describe("istioctl", () => {
    let istioctl = "";
    before(async () => {
      ({ istioctl } = await ensureParts(["istioctl"]));
    });

    it("analyze finds no error on either cluster", async () => {
      for (const { name } of mesh().clusters) {
        const args = [
          "analyze",
          "-A",
          "--kubeconfig",
          mesh().checkout.kubeconfig(name),
          "-o",
          "json",
        ];
        const messages = JSON.parse(await mesh().checkout.succeed(istioctl, args)) as {
          level: string;
        }[];
        assert.deepEqual(
          messages.filter((one) => one.level === "Error"),
          [],
        );
      }
    });

    it("remote-clusters agrees that each is in sync", async () => {
      for (const { name } of mesh().clusters) {
        const args = ["remote-clusters", "--kubeconfig", mesh().checkout.kubeconfig(name)];
        const table = await mesh().checkout.succeed(istioctl, args);
        for (const other of mesh().clusters.filter((one) => one.name !== name)) {
          const secret = `istio-system/istio-remote-secret-${other.name}`;
          assert.match(table, new RegExp(`^${other.name}\\s+${secret}\\s+synced\\s`, "m"));
        }
      }
    });

    it("create-remote-secret makes the secret that the stack made, field for field", async () => {
      const { checkout } = mesh();
      const args = [
        "create-remote-secret",
        "--name",
        "east",
        "--kubeconfig",
        checkout.kubeconfig("east"),
      ];
      // Not through the transcript: the real tool prints the token, which is why nobody should use it in CI.
      // What it prints ends with the start of a next document.
      const theirs = parse(
        (await mesh().checkout.quietly(istioctl, args)).split("\n---")[0] ?? "",
      ) as SecretYaml;
      const { core } = mesh().cluster("west");
      const ours = await core.readNamespacedSecret({
        namespace: "istio-system",
        name: theirs.metadata.name,
      });
      const annotations = ours.metadata?.annotations ?? {};
      assert.deepEqual(ours.metadata?.labels, theirs.metadata.labels);
      for (const [key, value] of Object.entries(theirs.metadata.annotations)) {
        assert.equal(annotations[key], value);
      }
      assert.equal(theirs.metadata.namespace, "istio-system");
      assert.deepEqual(Object.keys(ours.data ?? {}), Object.keys(theirs.stringData));
      const decoded = Buffer.from(ours.data?.["east"] ?? "", "base64").toString("utf8");
      assert.deepEqual(withoutToken(decoded), withoutToken(theirs.stringData["east"] ?? ""));
    });
  });
}

function withoutToken(text: string): Kubeconfig {
  const kubeconfig = parse(text) as Kubeconfig;
  for (const { user } of kubeconfig.users) {
    assert.match(user.token ?? "", /^eyJ/);
    delete user.token;
  }
  return kubeconfig;
}
