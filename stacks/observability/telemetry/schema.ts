import { z } from "zod";
import { dnsLabel } from "../../dns-label";
import { istioNamespace } from "../../istio-names";
import { chosenClusters } from "../chosen-clusters";
import { providerKinds } from "./providers";
import { sectionName } from "./section-name";

const body = z.record(z.string(), z.unknown());

const ownName = dnsLabel.regex(
  new RegExp(`^(?!${sectionName}(-|$))`),
  `expected another name, those that begin with ${sectionName} are the stack's own`,
);

/** Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider */
export const providersSchema = z
  .record(
    ownName,
    z
      .partialRecord(z.enum(providerKinds), body)
      .refine((given) => Object.keys(given).length === 1, "expected one kind of provider"),
  )
  .describe(
    "Backends by name, for Telemetry and for AuthorizationPolicies: meshConfig.extensionProviders, each `{ KIND: { ... } }` in Istio's words. Istio has prometheus, stackdriver and envoy by itself.",
  );

/** Source: https://istio.io/latest/docs/reference/config/telemetry/ */
export const telemetrySchema = z.strictObject({
  name: ownName.describe("Name of the object."),
  namespace: dnsLabel
    .default(istioNamespace)
    .describe("Whose workloads it is for. Default: istio-system, which is the whole mesh."),
  clusters: chosenClusters.describe(
    "Primaries that get it, for their remotes' workloads as well. Default: every primary.",
  ),
  spec: body.describe(
    "In Istio's words: selector, tracing, metrics, accessLogging. Providers are the config's, or Istio's own.",
  ),
});

export type ProvidersConfig = z.infer<typeof providersSchema>;
export type TelemetryConfig = z.infer<typeof telemetrySchema>;
