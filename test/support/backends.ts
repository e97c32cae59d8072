/** Backends of collectors, as the config has them with its defaults. */
export const otlp = { otlp: { endpoint: "tempo.example.org:4317", insecure: false, headers: {} } };
export const elasticsearch = {
  elasticsearch: {
    endpoints: ["https://es.example.org:9200"],
    user: "writer$1",
    password: { secret: "esPassword" },
  },
};
