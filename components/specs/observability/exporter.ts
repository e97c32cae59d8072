import type { BackendConfig } from "../../../stacks/observability/backend";
import type { JsonObject } from "../../../stacks/tuning/json";

/** What a collector collects. */
export type Signal = "traces" | "logs";

/** How a collector sends to a backend. */
export interface Exporter {
  /** Type of the exporter, and its name in the collector's config. */
  readonly name: keyof BackendConfig;
  readonly config: JsonObject;
  /** Environment variables that the config reads, each with the key of the stack's config that holds the secret. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The exporter for a backend; what is secret it takes from the environment.
 * Sources: https://github.com/open-telemetry/opentelemetry-collector/tree/v0.112.0/exporter/otlpexporter and
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.112.0/exporter/elasticsearchexporter
 */
export function buildExporter({ otlp, elasticsearch }: BackendConfig, signal: Signal): Exporter {
  if (otlp !== undefined) {
    const headers = Object.entries(otlp.headers).map(([header, { secret }], at) => ({
      header,
      secret,
      variable: `OTLP_HEADER_${at + 1}`,
    }));
    return {
      name: "otlp",
      config: {
        endpoint: otlp.endpoint,
        tls: { ...(otlp.insecure ? { insecure: true } : {}), ...caOf(otlp) },
        ...(headers.length === 0
          ? {}
          : {
              headers: Object.fromEntries(
                headers.map(({ header, variable }) => [header, fromEnvironment(variable)]),
              ),
            }),
      },
      variables: {
        ...Object.fromEntries(headers.map(({ variable, secret }) => [variable, secret])),
        ...caVariable(otlp),
      },
    };
  }
  if (elasticsearch === undefined) {
    throw new Error("a backend is otlp or elasticsearch");
  }
  const { endpoints, index, user, password } = elasticsearch;
  return {
    name: "elasticsearch",
    config: {
      endpoints: endpoints.map(literally),
      user: literally(user),
      password: fromEnvironment("ELASTICSEARCH_PASSWORD"),
      ...(index === undefined ? {} : { [`${signal}_index`]: index }),
      ...(elasticsearch.ca === undefined ? {} : { tls: caOf(elasticsearch) }),
    },
    variables: { ELASTICSEARCH_PASSWORD: password.secret, ...caVariable(elasticsearch) },
  };
}

/**
 * A text as it has to stand in a collector's config, or in a variable that the config names, to be taken as it is: a
 * collector expands what begins with a dollar sign in both.
 * Source: https://github.com/open-telemetry/opentelemetry-collector/blob/v0.112.0/confmap/resolver.go (escapeDollarSigns)
 */
export function literally(text: string): string {
  return text.split("$").join("$$");
}

const caName = "BACKEND_CA";

interface WithCa {
  readonly ca?: { readonly secret: string } | undefined;
}

function caOf({ ca }: WithCa): JsonObject {
  return ca === undefined ? {} : { ca_pem: fromEnvironment(caName) };
}

function caVariable({ ca }: WithCa): Record<string, string> {
  return ca === undefined ? {} : { [caName]: ca.secret };
}

function fromEnvironment(variable: string): string {
  return `\${env:${variable}}`;
}
