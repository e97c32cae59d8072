/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
export const istioPorts = {
  status: 15021,
  crossNetwork: 15443,
  istiod: 15012,
  webhook: 15017,
} as const;
