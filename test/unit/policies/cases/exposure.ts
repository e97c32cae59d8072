import type { Cases } from "./case";

export const exposure: Cases = {};
