import type { Cases } from "./case";

export const remoteSecrets: Cases = {};
