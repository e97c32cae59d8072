import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, CreateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { specialSecretSig } from "@pulumi/pulumi/runtime/rpc";
import { bundlePlugin, pluginVersions } from "../../../toolchain/plugins/bundle";

const names = ["tls", "random"] as const;

/** Turns a call with a callback into a promise of its answer. */
function answer<T>(call: (done: (error: ServiceError | null, value: T) => void) => void) {
  return new Promise<T>((resolve, reject) => {
    call((error, value) => {
      if (error === null) {
        resolve(value);
      } else {
        reject(error);
      }
    });
  });
}

describe("the bundled plugins", function () {
  this.timeout(20_000);
  let folder: string;
  const plugin = (name: string) => join(folder, name, `pulumi-resource-${name}`);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "plugins-"));
    for (const name of names) {
      await bundlePlugin(name, plugin(name));
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const name of names) {
    it(`the ${name} plugin has the version of the installed SDK`, () => {
      const text = readFileSync(require.resolve(`@pulumi/${name}/package.json`), "utf8");
      assert.equal(pluginVersions[name], (JSON.parse(text) as { version: string }).version);
    });

    it(`the ${name} plugin is one executable file that names no folder of this machine`, () => {
      assert.equal(statSync(plugin(name)).mode & 0o777, 0o755);
      const code = readFileSync(plugin(name), "utf8");
      assert.ok(code.startsWith("#!/usr/bin/env node\n"));
      assert.ok(!code.includes(process.cwd()));
    });

    describe(`the running ${name} plugin`, () => {
      let child: ChildProcess;
      let client: ResourceProviderClient;
      let stderr = "";

      before(async () => {
        // Arguments as the engine gives them; a folder with no node_modules above it.
        const args = ["--logtostderr", "-v=1", "127.0.0.1:1"];
        child = spawn(plugin(name), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
        child.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
        assert.ok(child.stdout);
        const [port] = (await once(createInterface(child.stdout), "line")) as [string];
        assert.match(port, /^\d+$/);
        client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
      });

      after(() => {
        client.close();
        child.kill();
      });

      it("tells the engine its version", async () => {
        const info = await answer<{ getVersion(): string }>((done) =>
          client.getPluginInfo(new Empty(), done),
        );
        assert.equal(info.getVersion(), pluginVersions[name]);
      });

      it("checks and creates over the wire", async () => {
        const token =
          name === "tls" ? "tls:index/privateKey:PrivateKey" : "random:index/randomId:RandomId";
        const inputs: Record<string, string | number> =
          name === "tls" ? { algorithm: "ED25519" } : { byteLength: 4 };
        const urn = `urn:pulumi:s::p::${token}::n`;
        const check = new CheckRequest();
        check.setUrn(urn);
        check.setOlds(Struct.fromJavaScript({}));
        check.setNews(Struct.fromJavaScript(inputs));
        const checked = await answer<{ getInputs(): Struct | undefined }>((done) =>
          client.check(check, done),
        );
        const create = new CreateRequest();
        create.setUrn(urn);
        create.setProperties(checked.getInputs());
        const created = await answer<{ getId(): string; getProperties(): Struct | undefined }>(
          (done) => client.create(create, done),
        );
        assert.ok(created.getId().length > 4);
        const properties = created.getProperties()?.toJavaScript() ?? {};
        const secrets = JSON.stringify(properties).split(specialSecretSig).length - 1;
        assert.equal(secrets, name === "tls" ? 3 : 0);
      });

      it("says nothing on stderr, which the engine would show to the user", () => {
        assert.equal(stderr, "");
      });
    });
  }
});
