/** What containers ask for and get at most, as Kubernetes has it. */
export interface Amounts {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/**
 * What Istio's chart says where nobody else does; what is given is merged with it, field by field.
 * Source: https://github.com/istio/istio/blob/1.22.0/manifests/charts/istio-control/istio-discovery/values.yaml
 */
export const defaultResources: Readonly<Record<"istiod" | "proxy", Amounts>> = {
  istiod: { requests: { cpu: "500m", memory: "2048Mi" } },
  proxy: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "2000m", memory: "1024Mi" },
  },
};
