import type { Cases } from "./case";

export const trust: Cases = {};
