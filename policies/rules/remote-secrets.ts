import type { Subject } from "../rule";

export const remoteSecrets: Subject = { title: "Remote secrets", rules: [] };
