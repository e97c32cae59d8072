import type { Cases } from "./case";

export const workloads: Cases = {};
