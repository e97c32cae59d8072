import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { V1Volume } from "@kubernetes/client-node";
import { writeVolumes } from "../../../sandbox/kubelet/volumes";
import { remove, temporaryFolder } from "./support/folder";
import { containerOf, FakeSource, identity, podOf } from "./support/objects";

describe("a container's volumes", () => {
  let root = "";
  let source = new FakeSource();
  beforeEach(() => {
    root = temporaryFolder();
    source = new FakeSource();
  });
  const { now } = Date;
  afterEach(() => {
    Date.now = now;
    remove(root);
  });

  const folder = () => path.join(root, "etc/v");
  const read = (name: string) => fs.readFileSync(path.join(folder(), name), "utf8");
  const visible = () => fs.readdirSync(folder()).filter((name) => !name.startsWith(".."));

  async function mount(volume: Omit<V1Volume, "name">, subPath?: string): Promise<void> {
    const mounted = {
      name: "v",
      mountPath: "/etc/v",
      ...(subPath === undefined ? {} : { subPath }),
    };
    const pod = podOf({ volumeMounts: [mounted] });
    const whole = {
      ...pod,
      metadata: { ...pod.metadata, labels: { app: "istiod" } },
      spec: { containers: [containerOf(pod)], volumes: [{ name: "v", ...volume }] },
    };
    await writeVolumes(whole, containerOf(pod), root, identity, source);
  }

  it("hold a secret's keys, for no one else to read", async () => {
    source.objects.set("secret/istio-system/cacerts", { "root.pem": "R", "key.pem": "K" });
    await mount({ secret: { secretName: "cacerts" } });
    assert.deepEqual(visible(), ["key.pem", "root.pem"]);
    assert.equal(read("root.pem"), "R");
    assert.equal(fs.statSync(path.join(folder(), "key.pem")).mode & 0o777, 0o600);
  });

  it("are empty for a missing optional secret, and hold it when it comes", async () => {
    const volume = { secret: { secretName: "cacerts", optional: true } };
    await mount(volume);
    assert.deepEqual(visible(), []);
    source.objects.set("secret/istio-system/cacerts", { "root.pem": "R" });
    await mount(volume);
    assert.equal(read("root.pem"), "R");
    source.objects.clear();
    await mount(volume);
    assert.deepEqual(visible(), []);
  });

  it("name the object that is missing", async () => {
    await assert.rejects(mount({ secret: { secretName: "cacerts" } }), {
      message: 'secret "cacerts" not found',
    });
    await assert.rejects(mount({ configMap: { name: "mesh" } }), {
      message: 'configmap "mesh" not found',
    });
  });

  it("hold the items of a config map at their paths, and nothing else", async () => {
    source.objects.set("configMap/istio-system/mesh", { mesh: "M", other: "O" });
    await mount({
      configMap: { name: "mesh", items: [{ key: "mesh", path: "config/mesh.yaml" }] },
    });
    assert.deepEqual(visible(), ["config"]);
    assert.equal(read("config/mesh.yaml"), "M");
  });

  it("name the item that is missing, unless it is optional", async () => {
    source.objects.set("configMap/istio-system/mesh", { mesh: "M" });
    const items = [
      { key: "mesh", path: "mesh" },
      { key: "none", path: "none" },
    ];
    await assert.rejects(mount({ configMap: { name: "mesh", items } }), {
      message: 'configmap "mesh" has no key "none"',
    });
    await mount({ configMap: { name: "mesh", items, optional: true } });
    assert.deepEqual(visible(), ["mesh"]);
  });

  it("project tokens, the downward API and objects into one folder", async () => {
    source.objects.set("configMap/istio-system/root", { "root-cert.pem": "R" });
    const labels = { path: "labels", fieldRef: { fieldPath: "metadata.labels" } };
    await mount({
      projected: {
        sources: [
          { serviceAccountToken: { path: "token", audience: "istio-ca", expirationSeconds: 600 } },
          { downwardAPI: { items: [labels] } },
          { configMap: { name: "root" } },
        ],
      },
    });
    assert.deepEqual(visible(), ["labels", "root-cert.pem", "token"]);
    assert.equal(read("token"), "token for istio-ca, 600 s");
    assert.equal(read("labels"), 'app="istiod"');
  });

  it("keep what a process has put into an emptyDir", async () => {
    await mount({ emptyDir: {} });
    fs.writeFileSync(path.join(folder(), "cache"), "C");
    await mount({ emptyDir: {} });
    assert.equal(read("cache"), "C");
  });

  it("are named when the sandbox cannot mount them", async () => {
    await assert.rejects(mount({ hostPath: { path: "/" } }), {
      message: "the sandbox cannot mount volume v: its kind is not supported",
    });
    await assert.rejects(mount({ emptyDir: {} }, "part"), {
      message: "the sandbox cannot mount volume v at /etc/v",
    });
  });

  it("lose keys that are gone, and their old content with them", async () => {
    source.objects.set("configMap/istio-system/mesh", { a: "1", b: "1" });
    await mount({ configMap: { name: "mesh" } });
    source.objects.set("configMap/istio-system/mesh", { b: "2", c: "2" });
    await mount({ configMap: { name: "mesh" } });
    assert.deepEqual(visible(), ["b", "c"]);
    assert.equal(read("b"), "2");
    assert.equal(fs.readdirSync(folder()).filter((name) => name.startsWith("..")).length, 2);
  });

  it("are left alone while nothing changes", async () => {
    source.objects.set("configMap/istio-system/mesh", { mesh: "M" });
    await mount({ configMap: { name: "mesh" } });
    const before = fs.statSync(folder()).mtimeMs;
    const link = fs.readlinkSync(path.join(folder(), "..data"));
    await mount({ configMap: { name: "mesh" } });
    assert.equal(fs.statSync(folder()).mtimeMs, before);
    assert.equal(fs.readlinkSync(path.join(folder(), "..data")), link);
  });

  it("never show two generations mixed, however fast they follow each other", async () => {
    Date.now = () => 0;
    const folders = new Set<string>();
    for (let generation = 0; generation < 50; generation += 1) {
      const text = String(generation);
      source.objects.set("secret/istio-system/cacerts", { cert: text, key: text });
      await mount({ secret: { secretName: "cacerts" } });
      assert.equal(fs.readlinkSync(path.join(folder(), "cert")), "..data/cert");
      const shown = fs.readlinkSync(path.join(folder(), "..data"));
      assert.equal(folders.has(shown), false, "a folder that readers see is never written to");
      folders.add(shown);
      assert.deepEqual([read("cert"), read("key")], [text, text]);
    }
  });
});
