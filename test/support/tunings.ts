import { type TuningConfig, tuningSchema } from "../../stacks/tuning/schema";

/** A tuning as the config says it, with the schema's defaults. */
export function tuning(raw: Readonly<Record<string, unknown>>): TuningConfig {
  return tuningSchema.parse(raw);
}

const spread = {
  maxSkew: 1,
  topologyKey: "topology.kubernetes.io/zone",
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: { matchLabels: { app: "istiod" } },
};

/** Every key but overlays, none of it as Istio's defaults are. */
export const everyKey = {
  istiod: {
    minReplicas: 2,
    maxReplicas: 6,
    targetCpuUtilization: 60,
    resources: { requests: { cpu: 1, memory: "3Gi" }, limits: { cpu: 8, memory: "4Gi" } },
    nodeSelector: { pool: "mesh" },
    tolerations: [{ key: "mesh", operator: "Exists", effect: "NoSchedule" }],
    topologySpreadConstraints: [spread],
    disruptionBudget: false,
    env: { PILOT_HTTP10: "1" },
    logLevel: "ads:debug,default:warn",
  },
  proxy: {
    resources: { requests: { cpu: "200m", memory: "64Mi" }, limits: { cpu: 4, memory: "2Gi" } },
    logLevel: "info",
    concurrency: 0,
    holdApplicationUntilProxyStarts: true,
    terminationDrainDuration: "45s",
  },
  outboundTraffic: "REGISTRY_ONLY",
  accessLog: { file: "/dev/stderr", encoding: "JSON", format: '{"path":"%REQ(:PATH)%"}' },
  dnsCapture: { autoAllocate: true },
};
