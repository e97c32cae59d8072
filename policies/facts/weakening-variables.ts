/** An environment variable of istiod by which a protection is taken away. */
export interface WeakeningVariable {
  readonly name: string;
  readonly isWeak: (value: string) => boolean;
  /** What is allowed. */
  readonly expected: string;
}

// As Go's strconv.ParseBool reads them.
const on = (name: string): WeakeningVariable => ({
  name,
  isWeak: (value) => /^(1|t|true)$/i.test(value),
  expected: "false",
});
const off = (name: string): WeakeningVariable => ({
  name,
  isWeak: (value) => /^(0|f|false)$/i.test(value),
  expected: "true",
});
const given = (name: string): WeakeningVariable => ({
  name,
  isWeak: (value) => value !== "",
  expected: "none",
});

/**
 * Those of which Istio says so itself.
 * Sources: https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars and what stands beside each
 */
export const weakening: readonly WeakeningVariable[] = [
  // Ways to sign in by which a remote secret runs programs in istiod, or reads its files.
  given("PILOT_INSECURE_MULTICLUSTER_KUBECONFIG_OPTIONS"),
  // Whoever comes from these addresses is believed a header that says who it is.
  given("TRUSTED_GATEWAY_CIDR"),
  on("UNSAFE_ENABLE_ADMIN_ENDPOINTS"),
  on("UNSAFE_PILOT_ENABLE_RUNTIME_ASSERTIONS"),
  on("UNSAFE_PILOT_ENABLE_DELTA_TEST"),
  on("JWKS_RESOLVER_INSECURE_SKIP_VERIFY"),
  on("PILOT_SKIP_VALIDATE_TRUST_DOMAIN"),
  off("XDS_AUTH"),
  off("PILOT_ENABLE_XDS_IDENTITY_CHECK"),
  off("VERIFY_CERTIFICATE_AT_CLIENT"),
  off("ISTIO_WORKLOAD_ENTRY_VALIDATE_IDENTITY"),
  // https://istio.io/latest/news/releases/1.29.x/announcing-1.29/change-notes/
  off("ENABLE_DEBUG_ENDPOINT_AUTH"),
  // https://istio.io/latest/news/releases/1.30.x/announcing-1.30.4/
  off("ENABLE_XDS_API_GENERATOR_AUTH"),
];
