import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as https from "node:https";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { hash } from "bcryptjs";
import { selfSigned } from "../../support/certificates";
import { digestOf, type PackedChart } from "./packed-chart";

/** https://helm.sh/docs/topics/registries/#helm-chart-manifest */
const mediaTypes = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.cncf.helm.config.v1+json",
  chart: "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
};
const user = "mesh";
const password = "open sesame";

interface Answer {
  readonly status: number;
  readonly location: string;
}

/** A registry on a free port of this machine, with TLS, that answers nobody who has not logged in. */
export class OciRegistry {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly cert: string,
    /** As in `127.0.0.1:5000`. */
    readonly host: string,
  ) {}

  /** @param folder an empty one, that the caller removes */
  static async start(binary: string, folder: string): Promise<OciRegistry> {
    const file = (name: string, content: string): string => {
      fs.writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    };
    const { cert, key } = await selfSigned("registry");
    // https://distribution.github.io/distribution/about/configuration/
    const config = {
      version: "0.1",
      log: { level: "info" },
      storage: { filesystem: { rootdirectory: path.join(folder, "content") } },
      auth: {
        htpasswd: {
          realm: "charts",
          path: file("htpasswd", `${user}:${await hash(password, 4)}\n`),
        },
      },
      http: {
        addr: "127.0.0.1:0",
        tls: { certificate: file("cert.pem", cert), key: file("key.pem", key) },
      },
    };
    // What it does is traced to another server unless it is told not to.
    const env = { OTEL_TRACES_EXPORTER: "none" };
    const process = spawn(binary, ["serve", file("config.json", JSON.stringify(config))], {
      cwd: folder,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said: string[] = [];
    const host = await new Promise<string>((resolve, reject) => {
      process.once("error", reject);
      process.once("close", () => reject(new Error(`the registry ended\n${said.join("\n")}`)));
      createInterface({ input: process.stderr }).on("line", (line) => {
        said.push(line);
        const [, address] = /listening on (127\.0\.0\.1:\d+)/.exec(line) ?? [];
        if (address !== undefined) {
          resolve(address);
        }
      });
    });
    return new OciRegistry(process, folder, cert, host);
  }

  /** File with the certificate that it is trusted by. */
  get certificate(): string {
    return path.join(this.folder, "cert.pem");
  }

  /** The file that `docker login` and `helm registry login` write. */
  get login(): string {
    const auth = Buffer.from(`${user}:${password}`).toString("base64");
    return JSON.stringify({ auths: { [this.host]: { auth } } });
  }

  /** Tags a chart with its version, which may have been another's tag. @returns the manifest's digest */
  async push(repository: string, { name, version, content }: PackedChart): Promise<string> {
    const config = Buffer.from(JSON.stringify({ apiVersion: "v1", name, version }));
    const described = (mediaType: string, blob: Buffer) => ({
      mediaType,
      digest: digestOf(blob),
      size: blob.length,
    });
    await this.upload(repository, config);
    await this.upload(repository, content);
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: described(mediaTypes.config, config),
      layers: [described(mediaTypes.chart, content)],
    });
    const url = `/v2/${repository}/manifests/${version}`;
    await this.ask("PUT", url, 201, Buffer.from(manifest), mediaTypes.manifest);
    return digestOf(manifest);
  }

  /** Has it send something else, of the same length, for what it has under a digest. */
  spoil(digest: string): void {
    const [algorithm = "", digits = ""] = digest.split(":");
    const blobs = path.join(this.folder, "content/docker/registry/v2/blobs");
    const file = path.join(blobs, algorithm, digits.slice(0, 2), digits, "data");
    const content = fs.readFileSync(file);
    content.reverse();
    fs.writeFileSync(file, content);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.kill("SIGKILL")) {
      await new Promise((resolve) => this.process.once("close", resolve));
    }
  }

  /** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs */
  private async upload(repository: string, blob: Buffer): Promise<void> {
    const { location } = await this.ask("POST", `/v2/${repository}/blobs/uploads/`, 202);
    const url = new URL(location, `https://${this.host}`);
    url.searchParams.set("digest", digestOf(blob));
    await this.ask("PUT", url.pathname + url.search, 201, blob, "application/octet-stream");
  }

  private async ask(
    method: string,
    url: string,
    expected: number,
    body: Buffer = Buffer.alloc(0),
    type?: string,
  ): Promise<Answer> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const request = https.request(`https://${this.host}${url}`, {
        method,
        ca: this.cert,
        auth: `${user}:${password}`,
        headers: {
          "content-length": body.length,
          ...(type === undefined ? {} : { "content-type": type }),
        },
      });
      request.once("error", reject);
      request.once("response", (response) => {
        response.resume();
        response.once("error", reject).once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? "",
          }),
        );
      });
      request.end(body);
    });
    if (answer.status !== expected) {
      throw new Error(`the registry answers ${answer.status} to ${method} ${url}`);
    }
    return answer;
  }
}
