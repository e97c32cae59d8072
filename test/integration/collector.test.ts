import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { buildCollectorConfig } from "../../components/specs/observability/collector";
import { backendSchema } from "../../stacks/observability/backend";
import type { JsonObject } from "../../stacks/tuning/json";
import { ensureParts } from "../../toolchain/parts";
import { eventually } from "./support/clusters";
import { Daemon, freePorts } from "./support/observing/daemon";

const trace = "5b8efff798038103d269b633813fc60c";

/** https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
const spans = {
  resourceSpans: [
    {
      resource: {
        attributes: [{ key: "k8s.cluster.name", value: { stringValue: "what the sender says" } }],
      },
      scopeSpans: [
        {
          spans: [
            {
              traceId: trace,
              spanId: "eee19b7ec3c1b174",
              name: "GET /checkout",
              kind: 2,
              startTimeUnixNano: "1544712660000000000",
              endTimeUnixNano: "1544712661000000000",
            },
          ],
        },
      ],
    },
  ],
};

describe("a cluster's collector, by its real program", () => {
  let binary: string;
  let folder: string;
  const running: Daemon[] = [];

  before("it is built", async function () {
    this.timeout(1_800_000);
    binary = (await ensureParts(["opentelemetry-collector"]))["opentelemetry-collector"];
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "collector-"));
  });
  after(async () => {
    await Promise.all(running.map((one) => one.stop()));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, config: object): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, stringify(config));
    return file;
  };
  /** Runs a config, with addresses of this machine in place of those of a pod. */
  const start = async (name: string, config: JsonObject, env: Record<string, string> = {}) => {
    const [grpc = 0, http = 0, health = 0, metrics = 0] = await freePorts(4);
    const local = (port: number) => ({ endpoint: `127.0.0.1:${port}` });
    const here = {
      receivers: { otlp: { protocols: { grpc: local(grpc), http: local(http) } } },
      extensions: { health_check: local(health) },
      service: {
        extensions: ["health_check"],
        telemetry: {
          metrics: {
            readers: [{ pull: { exporter: { prometheus: { host: "127.0.0.1", port: metrics } } } }],
          },
        },
      },
    };
    const files = [write(`${name}.yaml`, config), write(`${name}-here.yaml`, here)];
    const daemon = await Daemon.start(name, {
      binary,
      args: files.map((file) => `--config=file:${file}`),
      env,
      folder,
      ready: `http://127.0.0.1:${health}/`,
    });
    running.push(daemon);
    return { daemon, grpc: `127.0.0.1:${grpc}`, http: `http://127.0.0.1:${http}` };
  };

  it("takes a span, says which cluster it is from, and sends it on to an OTLP backend with its login", async () => {
    const arrived = path.join(folder, "arrived.json");
    const backend = await start("backend", {
      receivers: { otlp: { protocols: { grpc: { include_metadata: true }, http: {} } } },
      exporters: { file: { path: arrived, flush_interval: "100ms" } },
      service: { pipelines: { traces: { receivers: ["otlp"], exporters: ["file"] } } },
    });
    const headers = { authorization: { secret: "login" } };
    const otlp = { endpoint: backend.grpc, insecure: true, headers };
    const config = buildCollectorConfig({
      cluster: "east",
      backend: backendSchema.parse({ otlp }),
    });
    const collector = await start("collector", config, {
      OTLP_HEADER_1: "Bearer canary-of-a-login",
    });
    const response = await fetch(`${collector.http}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(spans),
    });
    assert.equal(response.status, 200);
    const line = await eventually(
      "the span at the backend",
      () => Promise.resolve(fs.existsSync(arrived) ? fs.readFileSync(arrived, "utf8") : ""),
      (text) => text.includes(trace),
    );
    assert.match(line, /"name":"GET \/checkout"/);
    assert.match(line, /"key":"k8s.cluster.name","value":\{"stringValue":"east"\}/);
    assert.doesNotMatch(line, /what the sender says/);
    assert.doesNotMatch(collector.daemon.said(), /canary-of-a-login/);
  });

  it("loads the config for Elasticsearch, with what is secret from its environment", async () => {
    const elasticsearch = {
      endpoints: ["https://127.0.0.1:1"],
      index: "mesh-traces",
      user: "wri$ter",
      password: { secret: "password" },
    };
    const config = buildCollectorConfig({
      cluster: "east",
      backend: backendSchema.parse({ elasticsearch }),
    });
    const { daemon } = await start("elasticsearch", config, {
      ELASTICSEARCH_PASSWORD: "canary-of-a-password",
    });
    assert.match(daemon.said(), /Everything is ready/);
    assert.doesNotMatch(daemon.said(), /canary-of-a-password/);
  });

  it("is refused by its program if a field is none", async () => {
    const otlp = { endpoint: "127.0.0.1:1", insecure: true };
    const good = buildCollectorConfig({ cluster: "east", backend: backendSchema.parse({ otlp }) });
    const bad = {
      ...good,
      processors: { ...(good["processors"] as object), batch: { tmeout: 1 } },
    };
    await assert.rejects(start("bad", bad), /ended with 1[^]*tmeout/);
  });
});
