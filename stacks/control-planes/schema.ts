import { z } from "zod";
import { dnsLabel } from "../dns-label";
import { versionText } from "../versions/schema";

/**
 * The name of a control plane without a revision, and of the tag that namespaces with `istio-injection: enabled` follow:
 * https://istio.io/latest/docs/setup/upgrade/canary/#default-tag
 */
export const defaultRevision = "default";

/** Words that say of a namespace whether it is injected at all, not by whom. */
const injectorName = dnsLabel.regex(
  /^(?!(enabled|disabled)$)/,
  "expected another name than enabled or disabled, which are words of a namespace's injection",
);

/** `istiod-` and the name make the name of a Service, which has 63 characters at most. */
export const revisionName = injectorName
  .max(56, "expected at most 56 characters, istiod-<revision> is the name of a Service")
  .describe(
    "Istio's name of the revision, such as 1-23-4; in names of objects and in the label istio.io/rev.",
  );

const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hexadecimal digits in lower case");

const digests = z
  .record(z.string(), z.partialRecord(z.enum(["base", "istiod", "istiod-remote"]), digest))
  .default({})
  .describe(
    "By Istio version and chart: SHA-256 of the packed chart, or of its manifest in an OCI registry. If any are given, each chart in use needs one. Default: not checked.",
  );

/** Where Istio's own charts come from; all forms keep `base`, `istiod` and `istiod-remote` beside each other. */
export const chartsSchema = z.union(
  [
    z.strictObject({
      repository: z
        .string()
        .regex(/^(https|oci):\/\/[^\s@]+$/, "expected a URL that begins with https:// or oci://")
        .regex(/^(?!.*\/(base|istiod|istiod-remote)\/?$)/, "expected the folder above the charts")
        .describe("Chart repository, or a path of an OCI registry."),
      digests,
    }),
    z.strictObject({
      path: z
        .string()
        .min(1)
        .describe(
          "Folder with a folder of each chart, or, if digests are given, with a NAME-VERSION.tgz of each; {version} in it stands for the Istio version.",
        ),
      digests,
    }),
  ],
  "expected { repository } (https:// or oci://) or { path }",
);

/** Istio's own repository: https://istio.io/latest/docs/setup/install/helm/ */
export const officialCharts = "https://istio-release.storage.googleapis.com/charts";

export const upgradeSchema = z.strictObject({
  version: versionText.describe("Istio version of the new control plane, such as 1.23.4."),
  revision: revisionName,
  clusters: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Primaries that get the new control plane. Default: all."),
  acceptSkew: z
    .boolean()
    .default(false)
    .describe(
      "Whether the new version may be more than one minor away, which Istio supports in no direction.",
    ),
});

export const tagsSchema = z
  .record(injectorName, z.string())
  .describe(
    "Revision tags: which revision a tag stands for, on clusters that have it; elsewhere it stands for the mesh's. `default` is the tag of namespaces with istio-injection: enabled, and of the gateways. Default: default stands for the mesh's revision.",
  );

export type ChartsConfig = z.infer<typeof chartsSchema>;
export type ChartName = "base" | "istiod" | "istiod-remote";
export type UpgradeConfig = z.infer<typeof upgradeSchema>;
export type TagsConfig = z.infer<typeof tagsSchema>;
