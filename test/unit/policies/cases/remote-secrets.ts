import type { Cases } from "./case";
import { kubeconfigCases } from "./remote-secrets/kubeconfigs";
import { peerCases } from "./remote-secrets/peers";
import { tokenCases } from "./remote-secrets/tokens";

export const remoteSecrets: Cases = { ...kubeconfigCases, ...peerCases, ...tokenCases };
