import { basename, dirname, join } from "node:path";
import { type FoldersPart, pin, type Row, type RowOf } from "./part";
import { ISTIO, OLDER_ISTIO, PREVIOUS_ISTIO } from "./releases";

const BOOTSTRAP_TEMPLATE = "tools/packaging/common/envoy_bootstrap.json";

/** The variable that tells the older operator where to serve its metrics, as `address:port`. */
export const OLDER_OPERATOR_ADDRESS = "MONITORING_ADDRESS";

/** The parts of the Istio that the sandbox runs. */
export const ISTIO_ROWS = {
  istioctl: {
    ...ISTIO,
    purpose: "Istio's command line",
    pin: pin("istio"),
    package: "istio.io/istio/istioctl/cmd/istioctl",
  },
  "pilot-discovery": {
    ...ISTIO,
    purpose: "istiod, Istio's control plane",
    pin: pin("istio"),
    package: "istio.io/istio/pilot/cmd/pilot-discovery",
  },
  "istio-operator": {
    ...ISTIO,
    purpose: "installs Istio from an IstioOperator",
    pin: pin("istio"),
    package: "istio.io/istio/operator/cmd/operator",
  },
  "istio-charts": charts(ISTIO, pin("istio")),
  "pilot-agent": {
    ...ISTIO,
    group: "data-plane",
    purpose: "starts a pod's proxy and gets its certificates",
    pin: pin("istio"),
    package: "istio.io/istio/pilot/cmd/pilot-agent",
    beside: { module: "istio.io/istio", files: [BOOTSTRAP_TEMPLATE] },
  },
} as const satisfies Record<string, Row>;

/** What the parts of the previous Istio take from it; the rest is as with {@link ISTIO_ROWS}. */
const PREVIOUS = {
  ...PREVIOUS_ISTIO,
  pin: pin("istio-previous"),
} as const;

/** The parts of the Istios that only an upgrade needs. */
export const OLDER_ISTIO_ROWS = {
  "istio-operator-previous": { ...ISTIO_ROWS["istio-operator"], ...PREVIOUS },
  "pilot-discovery-previous": { ...ISTIO_ROWS["pilot-discovery"], ...PREVIOUS },
  "pilot-agent-previous": { ...ISTIO_ROWS["pilot-agent"], ...PREVIOUS },
  "istio-charts-previous": charts(PREVIOUS_ISTIO, PREVIOUS.pin),
  "istio-operator-1.16": {
    ...OLDER_ISTIO,
    purpose: "installs the older Istio",
    pin: pin("istio-1.16"),
    package: ".",
    copies: {
      module: "istio.io/istio",
      files: ["main", "root", "server"].map((name) => `operator/cmd/operator/${name}.go`),
    },
    // It has no flag for it yet, and would have port 8383 of this whole machine to itself.
    edit: {
      text: 'fmt.Sprintf("%s:%d", metricsHost, metricsPort)',
      by: `os.Getenv("${OLDER_OPERATOR_ADDRESS}")`,
    },
  },
  "pilot-discovery-1.16": {
    ...OLDER_ISTIO,
    purpose: "istiod of the older Istio",
    pin: pin("istio-1.16"),
    package: "istio.io/istio/pilot/cmd/pilot-discovery",
  },
  "pilot-agent-1.16": {
    ...OLDER_ISTIO,
    purpose: "pilot-agent of the older Istio",
    pin: pin("istio-1.16"),
    package: "istio.io/istio/pilot/cmd/pilot-agent",
    beside: { module: "istio.io/istio", files: [BOOTSTRAP_TEMPLATE] },
  },
  "istio-charts-1.16": charts(OLDER_ISTIO, pin("istio-1.16")),
} as const satisfies Record<string, Row>;

/** Envoy's bootstrap template, which lies beside the pilot-agent that fills it in. */
export function bootstrapTemplate(pilotAgent: string): string {
  return join(dirname(pilotAgent), basename(BOOTSTRAP_TEMPLATE));
}

function charts(
  { group, version }: Pick<FoldersPart, "group" | "version">,
  pinned: string,
): RowOf<FoldersPart> {
  return {
    group,
    version,
    purpose: "Istio's own Helm charts",
    pin: pinned,
    module: "istio.io/istio",
    folders: {
      base: "manifests/charts/base",
      istiod: "manifests/charts/istio-control/istio-discovery",
      "istiod-remote": "manifests/charts/istiod-remote",
    },
  };
}
