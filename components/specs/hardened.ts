/**
 * The security context of a container that needs nothing of its node.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const hardened = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Of a pod: what its containers may ask the kernel for. */
export const seccompProfile = { type: "RuntimeDefault" };
