import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig, type LoadedConfig } from "../../stacks/config";
import { type Answers, type ApiServer, startApiServer } from "./api-server";
import { configure, loadProblems, type OtherStacks, useStackMocks } from "./loading";
import { base64, kubeconfigText } from "./meshes";

/** Clusters named c0, c1 and so on, real servers, and a stack that is configured with them. */
export class LoadingClusters {
  /** All that was registered since the test began. */
  registered: string[] = [];
  /** What else the config says of each cluster, until the test ends. */
  more: readonly object[] = [];
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "loading-"));
  private servers: ApiServer[] = [];

  /** Starts one API server for each of these; what is not answered is not there. */
  async start(...clusters: readonly Answers[]): Promise<readonly ApiServer[]> {
    this.servers = await Promise.all(clusters.map((answers) => startApiServer(404, answers)));
    return this.servers;
  }

  /** Begins a stack's program. */
  async begin(otherStacks: OtherStacks = {}, options: { preview?: boolean } = {}): Promise<void> {
    this.registered = await useStackMocks(otherStacks, options);
  }

  /** Ends what {@link start} and {@link begin} have begun. */
  async end(): Promise<void> {
    pulumi.runtime.setAllConfig({});
    await Promise.all(this.servers.map((one) => one.close()));
    this.servers = [];
    this.more = [];
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  /** A file of the test's own. */
  write(name: string, content: string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, content);
    return file;
  }

  problems(certificates: object, other?: Readonly<Record<string, string>>): Promise<string[]> {
    this.configure(certificates, other);
    return loadProblems();
  }

  load(certificates: object, other?: Readonly<Record<string, string>>): Promise<LoadedConfig> {
    this.configure(certificates, other);
    return loadConfig();
  }

  /** @param other config by key, in place of its own */
  private configure(certificates: object, other: Readonly<Record<string, string>> = {}): void {
    const kubeconfigs = this.servers.map(({ server, ca }, at) => {
      const cluster = { server, "certificate-authority-data": base64(ca) };
      return { path: this.write(`c${at}.yaml`, kubeconfigText({ name: `c${at}`, cluster })) };
    });
    configure(kubeconfigs, { certificates: JSON.stringify(certificates), ...other }, this.more);
  }
}
