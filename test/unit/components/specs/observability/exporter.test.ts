import assert from "node:assert/strict";
import type { BackendConfig } from "../../../../../stacks/observability/backend";
import { buildExporter, literally } from "../../../../../components/specs/observability/exporter";
import { elasticsearch, otlp } from "../../../../support/backends";

describe("an exporter", () => {
  const cases: readonly [
    rule: string,
    backend: BackendConfig,
    config: object,
    variables: object,
  ][] = [
    [
      "of OTLP uses TLS, with authorities and headers of the config",
      {
        otlp: {
          ...otlp.otlp,
          headers: { authorization: { secret: "token" }, "x-org": { secret: "org" } },
          ca: { secret: "tempoCa" },
        },
      },
      {
        endpoint: "tempo.example.org:4317",
        tls: { ca_pem: "${env:BACKEND_CA}" },
        headers: { authorization: "${env:OTLP_HEADER_1}", "x-org": "${env:OTLP_HEADER_2}" },
      },
      { OTLP_HEADER_1: "token", OTLP_HEADER_2: "org", BACKEND_CA: "tempoCa" },
    ],
    [
      "of OTLP uses no TLS if the config says so",
      { otlp: { ...otlp.otlp, insecure: true } },
      { endpoint: "tempo.example.org:4317", tls: { insecure: true } },
      {},
    ],
    [
      "of Elasticsearch signs in by a password from the environment",
      elasticsearch,
      {
        endpoints: ["https://es.example.org:9200"],
        user: "writer$$1",
        password: "${env:ELASTICSEARCH_PASSWORD}",
      },
      { ELASTICSEARCH_PASSWORD: "esPassword" },
    ],
  ];
  for (const [rule, backend, config, variables] of cases) {
    it(rule, () => {
      const built = buildExporter(backend, "traces");
      assert.deepEqual(built.config, config);
      assert.deepEqual(built.variables, variables);
    });
  }

  it("of Elasticsearch writes each kind of data to an index of the config", () => {
    const { password, ...rest } = elasticsearch.elasticsearch;
    const backend = {
      elasticsearch: { ...rest, password, index: "mesh", ca: { secret: "esCa" } },
    };
    for (const [signal, key] of [
      ["traces", "traces_index"],
      ["logs", "logs_index"],
    ] as const) {
      const { config, variables } = buildExporter(backend, signal);
      assert.equal(config[key], "mesh");
      assert.deepEqual(config["tls"], { ca_pem: "${env:BACKEND_CA}" });
      assert.equal(variables["BACKEND_CA"], "esCa");
    }
  });

  it("would expand dollar signs of texts, which are doubled therefore", () => {
    assert.equal(literally("a$b${c}$$"), "a$$b$${c}$$$$");
    assert.equal(literally("plain"), "plain");
  });
});
