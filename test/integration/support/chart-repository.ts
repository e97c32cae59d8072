import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { digestOf, type PackedChart } from "./packed-chart";

/** A chart repository on a free port of this machine: https://helm.sh/docs/topics/chart_repository/ */
export class ChartRepository {
  private constructor(
    private readonly server: http.Server,
    readonly url: string,
  ) {}

  static async start({ name, version, content }: PackedChart): Promise<ChartRepository> {
    const file = `${name}-${version}.tgz`;
    const entry = { apiVersion: "v1", name, version, urls: [file], digest: digestOf(content) };
    const files: Readonly<Record<string, Buffer | string>> = {
      "/istio/index.yaml": JSON.stringify({ apiVersion: "v1", entries: { [name]: [entry] } }),
      [`/istio/${file}`]: content,
    };
    const server = http.createServer((request, response) => {
      const found = files[request.url ?? ""];
      response.writeHead(found === undefined ? 404 : 200).end(found);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new ChartRepository(server, `http://127.0.0.1:${port}/istio`);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }
}
