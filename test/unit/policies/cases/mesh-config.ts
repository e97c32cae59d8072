import type { Cases } from "./case";

export const meshConfig: Cases = {};
