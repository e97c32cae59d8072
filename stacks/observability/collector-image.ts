import { z } from "zod";

/** An image of an OpenTelemetry Collector. Default: the distribution that has every exporter, in the version that is tested. */
export const collectorImage = z
  .string()
  .regex(/^\S+[:@]\S+$/, "expected an image with its tag or digest")
  .default("otel/opentelemetry-collector-contrib:0.112.0");
