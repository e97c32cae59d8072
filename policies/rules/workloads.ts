import type { Subject } from "../rule";

export const workloads: Subject = { title: "Workloads", rules: [] };
